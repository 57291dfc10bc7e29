import DeploymentBackup

/// An audit of references as it shows at a terminal.
enum AuditText {
    /// What to say of references that were not looked for in a deployment that is to run again.
    static let hint = "whose shards are not here: \"attache reference check\" does it later"

    /// Runs an audit, and prints one line for each attachment whose bytes are not there, and a summary.
    ///
    /// - Parameters:
    ///   - audit: The audit.
    ///   - hint: What to say of references that were not looked for, as the end of a sentence.
    /// - Returns: The number of attachments.
    /// - Throws: `SQLError`.
    static func run(_ audit: ReferenceAudit, unchecked hint: String = hint) async throws -> Int {
        let display = ProgressDisplay("attachments")
        defer { display.end() }
        let report = try await audit.run { done, total in
            let text = "\(done) of \(CountText(total, "reference"))"
            display.show(ProgressReport(done: done, total: total, text: text))
        }
        display.end()
        for line in lines(for: report, unchecked: hint) { print(line) }
        return report.findings.count
    }

    /// Returns what to print of a report.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - hint: What to say of references that were not looked for, as the end of a sentence.
    /// - Returns: The lines.
    static func lines(for report: AuditReport, unchecked hint: String = hint) -> [String] {
        var lines = report.findings.map(\.description)
        let unasked = report.findings.count { $0.reason.isUnknown }
        let missing = report.findings.count - unasked
        var verdicts: [String] = []
        if missing > 0 { verdicts.append("\(missing) without their bytes") }
        if unasked > 0 { verdicts.append("\(unasked) whose shard could not be asked") }
        let verdict = verdicts.isEmpty ? "all bytes are there" : verdicts.joined(separator: ", ")
        lines.append("looked for \(CountText(report.checked, "reference")): \(verdict)")
        if report.unchecked > 0 {
            lines.append("\(CountText(report.unchecked, "reference")) not looked for, \(hint)")
        }
        return lines
    }
}
