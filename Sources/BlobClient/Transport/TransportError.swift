import AsyncHTTPClient
import BlobAPI
import Glibc
import NIOCore
import NIOPosix

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
        switch error {
        case let error as HTTPClientError: self.init(error)
        case let error as IOError: self = .connection(Self.text(ofErrno: error.errnoCode))
        case let error as NIOConnectionError:
            guard let first = error.connectionErrors.first else {
                self = .connection("the name \(error.host) has no address")
                return
            }
            self.init(wrapping: first.error)
        default: self = .connection("\(error)")
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .deadlineExceeded, .readTimeout, .connectTimeout: self = .timedOut
        case .remoteConnectionClosed: self = .connection("the other side closed it")
        default: self = .connection("\(error)")
        }
    }

    /// What an error of the system means for a connection; NIO's own text names the function that met it instead.
    private static func text(ofErrno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "nobody listens at its address"
        case ECONNRESET, EPIPE: "the other side closed it"
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN: "there is no way to its host"
        case ETIMEDOUT: "its host does not answer"
        case EMFILE, ENFILE: "too many files are open here"
        default: "the system reports the error \(code)"
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
