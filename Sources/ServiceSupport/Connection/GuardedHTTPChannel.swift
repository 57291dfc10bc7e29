import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1.1 channel with a ``ConnectionGuardHandler`` right above the codec of NIO, and a
/// ``ShortcutHandler`` above it, if the listener has one.
struct GuardedHTTPChannel: ServerChildChannel {
    /// The channel as Hummingbird wraps it, until it is answered.
    typealias Value = AcceptedConnection

    private let base: HTTP1Channel
    private let limits: HTTPLimits
    private let placement: RequestPlacement
    private let onRefusal: @Sendable (Refusal) -> Void

    /// Makes what answers before the router, or nil for a listener without a shortcut.
    let makeShortcut: (@Sendable () -> ShortcutHandler)?

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
        placement = RequestPlacement(brief: options.brief)
        base = HTTP1Channel(
            responder: placement.placing(responder),
            configuration: .init(httpDecoderConfiguration: decoder)
        )
        limits = options.limits
        self.onRefusal = onRefusal
        self.makeShortcut = makeShortcut
    }

    /// Builds the pipeline of a new connection.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).map(AcceptedConnection.init).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            // The pipeline handler lets one request up at a time, so that the guard sees one exchange at a time.
            let serialiser = HTTPServerPipelineHandler()
            try pipeline.addHandler(serialiser, position: .after(decoder))
            let guardHandler = makeGuard(.connection)
            try pipeline.addHandler(guardHandler, position: .after(serialiser))
            if let makeShortcut { try pipeline.addHandler(makeShortcut(), position: .after(guardHandler)) }
            return value
        }
    }

    /// Makes what applies the listener's rules to a connection, or to a stream.
    func makeGuard(_ transport: HTTPTransport) -> ConnectionGuardHandler {
        ConnectionGuardHandler(limits: limits, transport: transport, onRefusal: onRefusal)
    }

    /// Answers the requests of a connection until it closes.
    ///
    /// The handler that still runs then is cancelled: nobody is left whom it could answer. So is that of a stream of HTTP/2
    /// which the client resets.
    func handle(value: Value, logger: Logger) async {
        guard let parts = value.take() else { return }
        let executor = placement.executor(of: parts.channel)
        await withDiscardingTaskGroup { group in
            group.addTask(executorPreference: executor) { await base.handle(value: parts, logger: logger) }
            try? await parts.channel.closeFuture.get()
            group.cancelAll()
        }
        withExtendedLifetime(executor) {}
    }
}
