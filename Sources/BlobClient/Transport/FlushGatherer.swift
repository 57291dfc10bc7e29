import NIOCore

/// Lets what is written in one turn of the event loop leave together: the head of a request and its short body in one packet.
///
/// The HTTP client flushes after the head and again after the body, each a call of the system, and the second one often
/// wakes the receiver once more. A flush waits for the end of the turn here, no longer, and those after it are one with it.
///
/// It is added as the first of the connection's handlers, so that nothing that writes is between it and the socket.
final class FlushGatherer: ChannelOutboundHandler {
    /// Everything passes.
    typealias OutboundIn = NIOAny

    private var isWaiting = false

    /// Gathers the flushes of a connection.
    ///
    /// - Parameter channel: The connection.
    /// - Returns: When it is so; fails for a connection that is closed already.
    static func begin(on channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(FlushGatherer(), position: .first)
        }
    }

    /// Flushes once what is done at the moment has been done.
    func flush(context: ChannelHandlerContext) {
        guard !isWaiting else { return }
        isWaiting = true
        context.eventLoop.assumeIsolated().execute {
            self.isWaiting = false
            context.flush()
        }
    }

    /// Flushes at once, so that what was written before is not lost with the connection.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if isWaiting { context.flush() }
        context.close(mode: mode, promise: promise)
    }
}
