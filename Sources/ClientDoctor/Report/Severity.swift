/// How much a finding matters.
package enum Severity: String, Codable, Hashable, Sendable, CaseIterable {
    /// It is as it should be.
    case ok
    /// It is worth knowing, and nothing has to be done.
    case note
    /// Some clients will have trouble, or all will before long.
    case warning
    /// Some clients will fail.
    case failure
}

extension Severity: Comparable {
    /// Orders severities from the least to the gravest.
    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .ok: 0
        case .note: 1
        case .warning: 2
        case .failure: 3
        }
    }
}
