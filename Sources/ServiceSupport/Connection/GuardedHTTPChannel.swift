import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1.1 channel with a ``ConnectionGuardHandler`` right above the codec of NIO.
struct GuardedHTTPChannel: ServerChildChannel {
    /// The channel as Hummingbird wraps it.
    typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let limits: HTTPLimits
    private let onRefusal: @Sendable (Refusal) -> Void

    /// Creates the set-up of connections whose requests a responder answers.
    init(
        responder: @escaping HTTPChannelHandler.Responder,
        limits: HTTPLimits,
        onRefusal: @escaping @Sendable (Refusal) -> Void
    ) {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: limits.fieldBytes,
            maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: limits.fieldCount
        )
        base = HTTP1Channel(responder: responder, configuration: .init(httpDecoderConfiguration: decoder))
        self.limits = limits
        self.onRefusal = onRefusal
    }

    /// Builds the pipeline of a new connection.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            // The pipeline handler lets one request up at a time, so that the guard sees one exchange at a time.
            let serialiser = HTTPServerPipelineHandler()
            try pipeline.addHandler(serialiser, position: .after(decoder))
            let guardHandler = ConnectionGuardHandler(limits: limits, onRefusal: onRefusal)
            try pipeline.addHandler(guardHandler, position: .after(serialiser))
            return value
        }
    }

    /// Answers the requests of a connection until it closes.
    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
