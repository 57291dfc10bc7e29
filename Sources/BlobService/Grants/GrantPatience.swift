import BlobAPI
import BlobClient
import Logging

/// How long a node asks the front for its last word on an upload whose bytes are durable, and how often it is heard of.
///
/// Without the last word the client would have to send everything again, so that the front may restart meanwhile.
struct GrantPatience: Sendable {
    /// The most tries.
    var tries = 8

    /// The pause before the second try; each further one is twice as long.
    var firstPause: Duration = .milliseconds(250)

    /// The longest time for all pauses together; how long the calls take does not count.
    var limit: Duration = .seconds(120)

    /// The time between two words to the front that an upload goes on.
    var renewalPause = GrantRenewal.pause

    /// The time in which the front answers no such word, after which its last one is waited for no more.
    ///
    /// The last word may be twenty minutes away where bytes are scanned. A front that answers nothing at all is another
    /// matter: its client is told within two minutes of the last that was heard of it.
    var silence: Duration = .seconds(30)

    /// The patience for what the front finds out by itself in the end: two tries alone.
    var brief: GrantPatience {
        var brief = self
        brief.tries = min(tries, 2)
        return brief
    }

    /// Calls the front until it answers or the patience ends.
    ///
    /// - Parameters:
    ///   - logger: The logger of the request.
    ///   - call: The call.
    /// - Returns: What the call returns.
    /// - Throws: The error of the last try, or the first one that no further try can mend.
    func run<Value>(_ logger: Logger, _ call: () async throws -> Value) async throws -> Value {
        var (left, pause, paused) = (tries, firstPause, Duration.zero)
        while true {
            do {
                return try await call()
            } catch let error as FrontClientError where error.isWorthRetrying {
                left -= 1
                paused += pause
                guard left > 0, paused < limit else { throw error }
                logger.warning("upload waits for the front", metadata: ["reason": "\(error)"])
            }
            try await Task.sleep(for: pause)
            pause *= 2
        }
    }
}
