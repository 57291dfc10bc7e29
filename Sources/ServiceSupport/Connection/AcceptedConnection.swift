import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// A connection, or a stream of one, that was set up and waits to be answered.
///
/// A listener that stops lets go of what it accepted in that moment. NIO ends the process when the writer of a channel is let go of
/// unfinished; such a connection is closed here instead.
final class AcceptedConnection: ServerChildChannelValue {
    /// The parts of requests that come, and of responses that go.
    typealias Parts = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// The connection.
    let channel: any Channel

    private let parts: Mutex<Parts?>

    /// Creates a connection that nobody answers yet.
    init(_ parts: Parts) {
        channel = parts.channel
        self.parts = Mutex(parts)
    }

    deinit {
        guard let parts = take() else { return }
        Task { try? await parts.executeThenClose { _, _ in } }
    }

    /// Hands the connection over to whoever answers it, and then has to end it.
    ///
    /// - Returns: The connection; nil when it was handed over before.
    func take() -> Parts? {
        parts.withLock { $0.take() }
    }
}
