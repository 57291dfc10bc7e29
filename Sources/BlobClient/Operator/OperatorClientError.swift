package import BlobAPI

/// Why a call of the operator to a node brought no value.
package enum OperatorClientError: Error {
    /// The node answered with a problem.
    case refused(APIProblem)
    /// The node did not answer, or not as agreed; the operand is a sentence.
    case unavailable(String)
    /// The node was started anew while the job was waited for, so that nobody knows how it ended.
    case interrupted(ShardJob)
    /// Nobody can ask for the job.
    case notStartable(ShardJob)

    /// Whether the same call may succeed later.
    package var isWorthRetrying: Bool {
        switch self {
        case .refused(let problem): problem.code.isWorthRetrying
        case .unavailable, .interrupted: true
        case .notStartable: false
        }
    }
}

extension OperatorClientError: CustomStringConvertible {
    /// What happened, as a sentence.
    package var description: String {
        switch self {
        case .refused(let problem) where problem.code == .peerUnauthenticated:
            "The node does not know what it was shown: its internal.operator-digest is that of another secret, or it is "
                + "another node than the one that was named."
        case .refused(let problem): "The node refused (\(problem.code.rawValue)): \(problem.detail ?? problem.title)"
        case .unavailable(let reason): "The node is not available. \(reason)"
        case .interrupted(let job): "The node was started anew while its \(job.rawValue) was waited for."
        case .notStartable(let job): "A \(job.rawValue) runs by itself alone."
        }
    }
}
