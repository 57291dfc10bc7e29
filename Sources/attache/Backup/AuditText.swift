import DeploymentBackup

/// An audit of references as it shows at a terminal.
enum AuditText {
    /// Runs an audit, and prints one line for each attachment whose bytes are not there, and a summary.
    ///
    /// - Parameter audit: The audit.
    /// - Returns: The number of attachments.
    /// - Throws: `SQLError`.
    static func run(_ audit: ReferenceAudit) async throws -> Int {
        let display = ProgressDisplay("attachments")
        defer { display.end() }
        let report = try await audit.run { done, total in
            let text = "\(done) of \(CountText(total, "reference"))"
            display.show(ProgressReport(done: done, total: total, text: text))
        }
        display.end()
        for line in lines(for: report) { print(line) }
        return report.findings.count
    }

    /// Returns what to print of a report.
    static func lines(for report: AuditReport) -> [String] {
        var lines = report.findings.map(\.description)
        let verdict = report.findings.isEmpty ? "all bytes are there" : "\(report.findings.count) without their bytes"
        lines.append("looked for \(CountText(report.checked, "reference")): \(verdict)")
        if report.unchecked > 0 {
            let count = CountText(report.unchecked, "reference")
            lines.append(
                "\(count) not looked for, whose shards are not here: \"attache reference check\" does it later"
            )
        }
        return lines
    }
}
