import SystemPackage

/// Why a benchmark cannot be run, or measured something else than it should.
enum BenchmarkError: Error, Hashable {
    /// A program that is needed is not there.
    case programMissing(FilePath, remedy: String)
    /// A server did not become ready in time.
    case notReady(server: String, log: FilePath)
    /// A server ended before it became ready.
    case ended(server: String, log: FilePath)
    /// A system call failed.
    case system(call: String, Errno)
    /// The other side closed the connection within a message.
    case connectionClosed
    /// An answer is not the HTTP that this client reads: a status line, and a length or no body.
    case malformedAnswer
    /// An answer has another status than it should.
    case unexpectedStatus(request: String, status: Int, body: String)
    /// An answer lacks a field.
    case fieldMissing(request: String, field: String)
    /// What was downloaded is not what was uploaded.
    case wrongBytes(request: String)
    /// A program that a peer is measured with ended with an error.
    case programFailed(String, output: String)
    /// A file of the system is not there, or does not say what it should.
    case unreadable(FilePath)
}

extension BenchmarkError: CustomStringConvertible {
    /// The reason as a sentence.
    var description: String {
        switch self {
        case .programMissing(let path, let remedy): "\(path) is not there: \(remedy)."
        case .notReady(let server, let log): "\(server) did not become ready; its log is \(log)."
        case .ended(let server, let log): "\(server) ended before it became ready; its log is \(log)."
        case .system(let call, let errno): "\(call) failed: \(errno)."
        case .connectionClosed: "The server closed the connection in the middle of an answer."
        case .malformedAnswer: "The server's answer cannot be read."
        case .unexpectedStatus(let request, let status, let body): "\(request) was answered with \(status): \(body)"
        case .fieldMissing(let request, let field): "The answer to \(request) has no \(field)."
        case .wrongBytes(let request): "\(request) did not bring the bytes that were uploaded."
        case .programFailed(let program, let output): "\(program) failed: \(output)"
        case .unreadable(let path): "\(path) cannot be read."
        }
    }
}
