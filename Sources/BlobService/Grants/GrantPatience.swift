import BlobClient
import Logging

/// How long a node asks the front for its last word on an upload whose bytes are durable.
///
/// Without it the client would have to send everything again, so that the front may restart meanwhile.
struct GrantPatience: Sendable {
    /// The most tries.
    var tries = 8

    /// The pause before the second try; each further one is twice as long.
    var firstPause: Duration = .milliseconds(250)

    /// The time after which no further try begins.
    var limit: Duration = .seconds(120)

    /// Calls the front until it answers or the patience ends.
    ///
    /// - Parameters:
    ///   - logger: The logger of the request.
    ///   - call: The call.
    /// - Returns: What the call returns.
    /// - Throws: The error of the last try, or the first one that no further try can mend.
    func run<Value>(_ logger: Logger, _ call: () async throws -> Value) async throws -> Value {
        let end = ContinuousClock.now + limit
        var (left, pause) = (tries, firstPause)
        while true {
            do {
                return try await call()
            } catch let error as FrontClientError where error.isWorthRetrying {
                left -= 1
                guard left > 0, .now + pause < end else { throw error }
                logger.warning("upload waits for the front", metadata: ["reason": "\(error)"])
            }
            try await Task.sleep(for: pause)
            pause *= 2
        }
    }
}
