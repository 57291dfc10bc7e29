import AsyncHTTPClient
import BlobAPI

/// Why an internal call brought no answer of the contract.
enum TransportError: Error {
    /// No answer came before the deadline.
    case timedOut
    /// The connection could not be made, or broke.
    case connection(String)
    /// An answer without a problem document.
    case unexpectedStatus(Int)
    /// A body that is not what the contract says.
    case malformedAnswer(of: Operation)

    /// Creates an error from one of the HTTP client.
    init(wrapping error: any Error) {
        switch error as? HTTPClientError {
        case .some(.deadlineExceeded), .some(.readTimeout), .some(.connectTimeout): self = .timedOut
        default: self = .connection("\(error)")
        }
    }

    /// What happened, as a sentence for the log.
    var reason: String {
        switch self {
        case .timedOut: "The call timed out."
        case .connection(let text): "The connection failed: \(text)."
        case .unexpectedStatus(let status): "The answer has status \(status) and no problem document."
        case .malformedAnswer(let operation): "The answer of \(operation) is not what the contract says."
        }
    }
}
