/// What was found at one step.
package struct Finding: Codable, Hashable, Sendable {
    /// Where on the way.
    package let step: DoctorStep

    /// How much it matters.
    package let severity: Severity

    /// What was found, in plain words.
    package let sentence: String

    /// What to do about it, in plain words; nil where there is nothing to do.
    package let advice: String?

    /// The kinds of clients that meet it, in the order of their declaration.
    package let clients: [ClientKind]

    /// Makes a finding.
    ///
    /// - Parameters:
    ///   - step: Where on the way.
    ///   - severity: How much it matters.
    ///   - sentence: What was found.
    ///   - advice: What to do about it.
    ///   - clients: The kinds of clients that meet it.
    package init(
        _ step: DoctorStep,
        _ severity: Severity,
        _ sentence: String,
        advice: String? = nil,
        clients: Set<ClientKind> = .all
    ) {
        self.step = step
        self.severity = severity
        self.sentence = sentence
        self.advice = advice
        self.clients = ClientKind.allCases.filter(clients.contains)
    }

    /// Whether every kind of client meets it.
    var concernsAll: Bool { clients.count == ClientKind.allCases.count }
}
