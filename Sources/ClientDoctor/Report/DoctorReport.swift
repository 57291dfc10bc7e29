/// All that was found on the way of a client.
package struct DoctorReport: Codable, Hashable, Sendable {
    /// The address that the user would type.
    package let base: String

    /// Whose calendars were looked for.
    package let user: String

    /// What was found, in the order of the way.
    package let findings: [Finding]

    /// What each kind of client will meet.
    package let prospects: [ClientProspect]

    /// Makes a report of findings.
    package init(base: String, user: String, findings: [Finding]) {
        self.base = base
        self.user = user
        self.findings = findings
        prospects = ClientKind.allCases.map { ClientProspect(of: $0, from: findings) }
    }

    /// The gravest of the findings; a way without findings is fine.
    package var severity: Severity { findings.map(\.severity).max() ?? .ok }

    /// Returns how many findings have a severity.
    package func count(of severity: Severity) -> Int {
        findings.count { $0.severity == severity }
    }
}
