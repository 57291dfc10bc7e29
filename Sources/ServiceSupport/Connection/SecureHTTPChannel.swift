import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import NIOTLS

/// A connection over TLS, on which client and listener agree on HTTP/2 or HTTP/1.1 (RFC 7301).
struct SecureHTTPChannel: ServerChildChannel {
    /// What a connection has become.
    enum Negotiated: Sendable {
        /// A connection of HTTP/1.1.
        case http1(GuardedHTTPChannel.Value)
        /// A connection of HTTP/2.
        case http2(HTTP2ConnectionChannel.Value)
    }

    /// A connection whose handshake may still be going on.
    struct Value: ServerChildChannelValue {
        /// The connection.
        let channel: any Channel

        /// What it becomes.
        let negotiated: EventLoopFuture<Negotiated>
    }

    private typealias NegotiationHandler = NIOTypedApplicationProtocolNegotiationHandler<Negotiated>

    private let tls: TLSIdentity
    private let http1: GuardedHTTPChannel
    private let http2: HTTP2ConnectionChannel
    private let limits: HTTPLimits

    /// Creates the set-up of connections.
    ///
    /// - Parameters:
    ///   - tls: What is shown to clients.
    ///   - http1: The set-up of a connection that has agreed on HTTP/1.1, or on nothing.
    ///   - http2: The set-up of a connection that has agreed on HTTP/2.
    ///   - limits: The limits of the listener.
    init(tls: TLSIdentity, http1: GuardedHTTPChannel, http2: HTTP2ConnectionChannel, limits: HTTPLimits) {
        self.tls = tls
        self.http1 = http1
        self.http2 = http2
        self.limits = limits
    }

    /// Builds the pipeline up to the end of the handshake.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(NIOSSLServerHandler(context: tls.context))
            let watch = HandshakeWatch(timeout: limits.idleTimeout)
            let negotiation = NegotiationHandler { result, channel in
                watch.end()
                return become(result, channel, logger)
            }
            try pipeline.addHandler(negotiation)
            try pipeline.addHandler(watch)
            return Value(channel: channel, negotiated: negotiation.protocolNegotiationResult)
        }
    }

    private func become(
        _ result: ALPNResult,
        _ channel: any Channel,
        _ logger: Logger
    ) -> EventLoopFuture<Negotiated> {
        switch result {
        case .negotiated("h2"): http2.setup(channel: channel).map { Negotiated.http2($0) }
        // A client without ALPN speaks HTTP/1.1; another protocol is none that was offered, and TLS has refused it.
        case .negotiated, .fallback: http1.setup(channel: channel, logger: logger).map { Negotiated.http1($0) }
        }
    }

    /// Answers the requests of a connection until it closes.
    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.negotiated.get() {
            case .http1(let connection): await http1.handle(value: connection, logger: logger)
            case .http2(let connection): await http2.handle(value: connection, logger: logger)
            }
        } catch {
            logger.debug("handshake failed", metadata: ["error": "\(error)"])
        }
    }
}

/// Ends a connection whose handshake takes too long, or is still going on when the listener shuts down.
private final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let timeout: Duration
    private var timer: Scheduled<Void>?
    private var isOver = false

    init(timeout: Duration) {
        self.timeout = timeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) {
            context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, !isOver { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    /// Notes the end of the handshake, from which on other handlers watch.
    func end() {
        isOver = true
        timer?.cancel()
    }
}
