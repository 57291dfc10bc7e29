import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Hummingbird's HTTP/1.1 channel with a ``ConnectionGuardHandler`` right above the codec of NIO, TLS below it, and a
/// ``ShortcutHandler`` above, if the listener has them.
struct GuardedHTTPChannel: ServerChildChannel {
    /// The channel as Hummingbird wraps it.
    typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let options: ConnectionOptions
    private let onRefusal: @Sendable (Refusal) -> Void
    private let makeShortcut: (@Sendable () -> ShortcutHandler)?

    /// Creates the set-up of connections whose requests a responder answers.
    init(
        responder: @escaping HTTPChannelHandler.Responder,
        options: ConnectionOptions,
        onRefusal: @escaping @Sendable (Refusal) -> Void,
        makeShortcut: (@Sendable () -> ShortcutHandler)?
    ) {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: options.limits.fieldBytes,
            maxHeaderListSize: options.limits.headerBytes,
            maxHeaderFieldCount: options.limits.fieldCount
        )
        base = HTTP1Channel(responder: responder, configuration: .init(httpDecoderConfiguration: decoder))
        self.options = options
        self.onRefusal = onRefusal
        self.makeShortcut = makeShortcut
    }

    /// Builds the pipeline of a new connection.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            if let tls = options.tls {
                try pipeline.addHandler(NIOSSLServerHandler(context: tls.context), position: .first)
            }
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            // The pipeline handler lets one request up at a time, so that the guard sees one exchange at a time.
            let serialiser = HTTPServerPipelineHandler()
            try pipeline.addHandler(serialiser, position: .after(decoder))
            let guardHandler = ConnectionGuardHandler(limits: options.limits, onRefusal: onRefusal)
            try pipeline.addHandler(guardHandler, position: .after(serialiser))
            if let makeShortcut { try pipeline.addHandler(makeShortcut(), position: .after(guardHandler)) }
            return value
        }
    }

    /// Answers the requests of a connection until it closes.
    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
