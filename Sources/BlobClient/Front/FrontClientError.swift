package import BlobAPI

/// Why a call to the front brought no value.
package enum FrontClientError: Error {
    /// The front answered with a problem.
    case refused(APIProblem)
    /// The front did not answer, or not as agreed; the operand is a sentence for the log.
    case unavailable(String)

    /// Whether the same call may succeed later.
    package var isWorthRetrying: Bool {
        switch self {
        case .refused(let problem): problem.code.isWorthRetrying
        case .unavailable: true
        }
    }
}

extension FrontClientError: CustomStringConvertible {
    /// What happened, as a sentence.
    package var description: String {
        switch self {
        case .refused(let problem): "The front refused (\(problem.code.rawValue)): \(problem.detail ?? problem.title)"
        case .unavailable(let reason): "The front is not available. \(reason)"
        }
    }
}
