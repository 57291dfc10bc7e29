import NIOCore
import NIOHTTP2

/// Looks after a connection of HTTP/2 as a whole: idleness, errors, and the end.
final class HTTP2ConnectionHandler: ChannelInboundHandler {
    /// Frames that are not for a stream.
    typealias InboundIn = HTTP2Frame
    /// The same frames.
    typealias InboundOut = HTTP2Frame
    /// Frames that end the connection.
    typealias OutboundOut = HTTP2Frame

    private let limits: HTTPLimits
    private var shutdown = HTTP2Shutdown()
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    /// Creates the handler of one connection.
    init(limits: HTTPLimits) {
        self.limits = limits
    }

    // MARK: Life of the connection

    /// Starts the time within which a first request has to come.
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedule(in: limits.idleTimeout) { $0.apply($0.shutdown.begin()) }
    }

    /// Stops the time.
    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        self.context = nil
    }

    /// Takes the answer to the ping of the shutdown.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .ping(_, ack: true) = unwrapInboundIn(data).payload { apply(shutdown.acknowledged()) }
        context.fireChannelRead(data)
    }

    /// Begins the shutdown when the listener shuts down, and ends with a client that sends nothing any more.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: apply(shutdown.begin())
        // A client of HTTP/2 takes no answers either once it has closed its side: it could grant no window for them.
        case let event as ChannelEvent where event == .inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    /// Closes; the frame that says why has been sent below.
    ///
    /// RFC 9113 §5.4.1: "an endpoint MAY choose to treat a stream error as a connection error".
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: Streams

    /// Notes a new stream.
    func opened(_ stream: HTTP2StreamID) {
        if shutdown.isIdle { timer?.cancel() }
        shutdown.opened(stream)
    }

    /// Notes the end of a stream; without streams the connection is idle.
    func closed() {
        apply(shutdown.closed())
        guard shutdown.isIdle else { return }
        schedule(in: limits.idleTimeout) { $0.apply($0.shutdown.begin()) }
    }

    // MARK: The end

    private func apply(_ action: HTTP2Shutdown.Action) {
        switch action {
        case .none: break
        case .announce:
            send(.goAway(lastStreamID: .maxID, errorCode: .noError, opaqueData: nil))
            send(.ping(HTTP2PingData(withInteger: 0), ack: false))
            context?.flush()
            // A client that does not answer has had its time then.
            schedule(in: limits.lingerTimeout) { $0.apply($0.shutdown.acknowledged()) }
        case .settle(let last, let closes):
            send(.goAway(lastStreamID: last, errorCode: .noError, opaqueData: nil))
            context?.flush()
            if closes { context?.close(promise: nil) }
        case .close: context?.close(promise: nil)
        }
    }

    private func send(_ payload: HTTP2Frame.FramePayload) {
        guard let context else { return }
        context.write(wrapOutboundOut(HTTP2Frame(streamID: .rootStream, payload: payload)), promise: nil)
    }

    private func schedule(in delay: Duration, _ body: @escaping (HTTP2ConnectionHandler) -> Void) {
        timer?.cancel()
        timer = context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
            guard let self else { return }
            body(self)
        }
    }
}

/// Tells the handler of a connection of its streams, on the connection's event loop.
struct HTTP2StreamCensus: NIOHTTP2StreamDelegate {
    private let connection: NIOLoopBound<HTTP2ConnectionHandler>

    /// Creates the census of a connection; to be called on its event loop.
    init(_ connection: HTTP2ConnectionHandler, on eventLoop: any EventLoop) {
        self.connection = NIOLoopBound(connection, eventLoop: eventLoop)
    }

    /// Notes a new stream.
    func streamCreated(_ id: HTTP2StreamID, channel: any Channel) {
        connection.value.opened(id)
    }

    /// Notes the end of a stream.
    func streamClosed(_ id: HTTP2StreamID, channel: any Channel) {
        connection.value.closed()
    }
}
