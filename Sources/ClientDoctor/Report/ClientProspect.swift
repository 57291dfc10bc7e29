/// What one kind of client will meet, made of the findings that concern it.
package struct ClientProspect: Codable, Hashable, Sendable {
    /// The kind of client.
    package let client: ClientKind

    /// The gravest of the findings.
    package let severity: Severity

    /// What the client will do, in plain words.
    package let sentence: String

    /// What stands in its way or is particular to it, as the findings say it.
    package let reasons: [String]

    /// Draws the prospect from what was found.
    init(of client: ClientKind, from findings: [Finding]) {
        let own = findings.filter { $0.clients.contains(client) }
        self.client = client
        severity = own.map(\.severity).max() ?? .ok
        sentence = Self.sentence(
            severity,
            hasFoundHome: own.contains { $0.step == .home && $0.severity == .ok },
            hasFetched: own.contains(where: Self.isFetched)
        )
        reasons = own.filter { $0.severity >= .warning || ($0.severity == .note && !$0.concernsAll) }.map(\.sentence)
    }

    /// Whether another kind of client meets the same.
    func isTheSame(as other: ClientProspect) -> Bool {
        sentence == other.sentence && reasons == other.reasons
    }

    private static func isFetched(_ finding: Finding) -> Bool {
        [.download, .substitution].contains(finding.step) && finding.severity == .ok
    }

    private static func sentence(_ severity: Severity, hasFoundHome: Bool, hasFetched: Bool) -> String {
        guard hasFoundHome else { return "It does not get to the calendars." }
        return switch (severity, hasFetched) {
        case (.failure, true): "It finds the calendars and opens files, and fails elsewhere."
        case (.failure, false): "It finds the calendars, and opens no file."
        case (.warning, true): "It finds the calendars and opens files, and may have trouble."
        case (_, true): "It finds the calendars and opens files."
        case (_, false): "It finds the calendars; no file was opened."
        }
    }
}
