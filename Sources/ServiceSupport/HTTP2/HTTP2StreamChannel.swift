import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOHTTPTypesHTTP1

/// A stream of HTTP/2 that its handlers take for a connection of HTTP/1.1 with one exchange.
///
/// The frames become the parts that HTTP/1.1 has, so that the same ``ConnectionGuardHandler`` and ``ShortcutHandler`` stand
/// above them: there is one set of rules on hosts, targets, bodies, time-outs, and the access log.
struct HTTP2StreamChannel: Sendable {
    /// The stream as Hummingbird wraps it, until it is answered.
    typealias Value = GuardedHTTPChannel.Value

    private let plain: GuardedHTTPChannel

    /// Creates the set-up of streams by that of the listener's connections.
    init(plain: GuardedHTTPChannel) {
        self.plain = plain
    }

    /// Builds the pipeline of a new stream.
    func setup(channel: any Channel) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(StreamEndHandler())
            // RFC 9113 §8.2.2: fields of a connection, such as Connection and Transfer-Encoding, are left out by the codec.
            try pipeline.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
            try pipeline.addHandler(plain.makeGuard(.stream))
            if let shortcut = plain.makeShortcut?() { try pipeline.addHandler(shortcut) }
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: true))
            return Value(try AcceptedConnection.Parts(wrappingChannelSynchronously: channel))
        }
    }

    /// Answers the request of a stream.
    func handle(value: Value, logger: Logger) async {
        await plain.handle(value: value, logger: logger)
    }
}
