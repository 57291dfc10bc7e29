extension Report {
    /// The report as Markdown.
    var markdown: String {
        var parts = [
            "Measured \(date) on \(machine.description). The load generator runs on the same processors, beside the server."
        ]
        if !requests.isEmpty { parts.append(requestTable.joined(separator: "\n")) }
        if memoryAfterRequests > 0 {
            let memory = Quantity.bytes(Double(memoryAfterRequests))
            parts.append(
                "Anonymous memory of the server (front and node in one process) after all of these: \(memory)."
            )
        }
        if !memory.isEmpty { parts.append(memoryTable.joined(separator: "\n")) }
        if !findings.isEmpty { parts.append(findingTable.joined(separator: "\n")) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var requestTable: [String] {
        [
            "| measurement | at a time | server | requests | p50 | p99 | throughput | CPU per request "
                + "| segment syncs per request | disk writes per request |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ] + requests.flatMap(rows)
    }

    private func rows(_ compared: ComparedFigures) -> [String] {
        let head = "| \(compared.title) | \(compared.connections) "
        let ratios = [
            "*ratio*", "", Quantity.digits(compared.latencyRatio), Quantity.digits(compared.tailRatio),
            throughputRatio(of: compared), compared.processorRatio.map(Quantity.digits) ?? "",
            compared.isWithinBound ? "" : "**more than \(Quantity.digits(compared.synchronisationBound ?? 0))**", "",
        ]
        return [
            head + row(compared.subject), "| | " + row(compared.peer),
            "| | | " + ratios.joined(separator: " | ") + " |",
        ]
    }

    private func throughputRatio(of compared: ComparedFigures) -> String {
        let ratio = Quantity.digits(compared.throughputRatio)
        guard let target = compared.throughputTarget else { return ratio }
        let isReached = compared.throughputRatio >= target
        return isReached ? "\(ratio) (≥ \(Quantity.digits(target)))" : "**\(ratio)** (≥ \(Quantity.digits(target)))"
    }

    private func row(_ figures: Figures) -> String {
        let bytesMatter = figures.bytesPerSecond / figures.requestsPerSecond > 65536
        let cells = [
            figures.server, Quantity.count(figures.requests), Quantity.time(figures.p50),
            Quantity.time(figures.p99), Quantity.throughput(figures, bytesMatter: bytesMatter),
            Quantity.time(figures.processorMicroseconds), figures.synchronisations.map(Quantity.digits) ?? "",
            figures.writtenBytes < 512 ? "" : Quantity.bytes(figures.writtenBytes),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private var findingTable: [String] {
        ["| what | measured | beside it | to reach | |", "| --- | --- | --- | --- | --- |"]
            + findings.map { finding in
                let verdict = finding.isReached ? "reached" : "**not reached**"
                let cells = [finding.what, finding.measured, finding.peer ?? "", finding.target, verdict]
                return "| " + cells.joined(separator: " | ") + " |"
            }
    }

    private var memoryTable: [String] {
        [
            "| large bodies | time | throughput | anonymous memory before | at most | bound | |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
            + memory.map { figures in
                let cells = [
                    figures.title, Quantity.time(figures.seconds * 1_000_000),
                    Quantity.digits(Double(figures.bytes) / figures.seconds / 1_000_000) + " MB/s",
                    Quantity.bytes(Double(figures.before)), Quantity.bytes(Double(figures.most)),
                    Quantity.bytes(Double(figures.bound)), figures.isWithinBound ? "kept" : "**passed**",
                ]
                return "| " + cells.joined(separator: " | ") + " |"
            }
    }
}
