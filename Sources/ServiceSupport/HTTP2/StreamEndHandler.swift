import NIOCore
import NIOHTTP2

/// Ends a stream of HTTP/2 in place of the half-closure that a connection of HTTP/1.1 has.
///
/// It sits below the codec, so that the ``ConnectionGuardHandler`` above can treat stream and connection alike.
final class StreamEndHandler: ChannelDuplexHandler {
    /// What comes on the stream.
    typealias InboundIn = HTTP2Frame.FramePayload
    /// What is handed up unchanged.
    typealias InboundOut = HTTP2Frame.FramePayload
    /// What is handed down unchanged.
    typealias OutboundIn = HTTP2Frame.FramePayload
    /// What goes on the stream.
    typealias OutboundOut = HTTP2Frame.FramePayload

    private var isRequestComplete = false

    /// Notes the end of the request.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let frame): isRequestComplete = isRequestComplete || frame.endStream
        case .data(let frame): isRequestComplete = isRequestComplete || frame.endStream
        default: break
        }
        context.fireChannelRead(data)
    }

    /// Lets a client that still sends know that nobody reads on; the response has left before.
    ///
    /// RFC 9113 §8.1: "a server MAY request that the client abort transmission of a request without error by sending a
    /// RST_STREAM with an error code of NO_ERROR after sending a complete response".
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output else { return context.close(mode: mode, promise: promise) }
        guard !isRequestComplete, context.channel.isActive else {
            promise?.succeed()
            return
        }
        isRequestComplete = true
        context.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: promise)
    }
}
