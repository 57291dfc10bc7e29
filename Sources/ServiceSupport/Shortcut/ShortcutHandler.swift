import NIOCore
import NIOHTTP1

/// Offers requests to a ``RequestShortcut``, and hands up what the shortcut does not answer.
///
/// It sits right above the ``ConnectionGuardHandler``, so that limits, time-outs, and the rules of closing hold for short
/// answers as for others. The handlers below let one request up at a time: while an answer is awaited, nothing comes.
final class ShortcutHandler: ChannelInboundHandler {
    /// Requests that have passed the guard.
    typealias InboundIn = HTTPServerRequestPart
    /// Requests for the long way.
    typealias InboundOut = HTTPServerRequestPart
    /// Short answers.
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// What comes is handed up.
        case passing
        /// A head that the shortcut takes waits for the end of its request.
        case holding(HTTPRequestHead)
        /// The shortcut looks for the answer.
        case answering
    }

    private let shortcut: any RequestShortcut
    private let exchanges: ShortExchanges
    private var state = State.passing
    private var remote: ClientEndpoint?

    /// Creates the handler of one connection.
    ///
    /// - Parameters:
    ///   - shortcut: What may answer.
    ///   - exchanges: What tells of the answers.
    init(shortcut: any RequestShortcut, exchanges: ShortExchanges) {
        self.shortcut = shortcut
        self.exchanges = exchanges
    }

    /// Holds a request that the shortcut takes, until it is known to have no body.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.passing, .head(let head)) where shortcut.takes(head):
            state = .holding(head)
        case (.holding(let head), .end):
            answer(head, context)
        case (.holding(let head), _):
            state = .passing
            context.fireChannelRead(wrapInboundOut(.head(head)))
            context.fireChannelRead(data)
        default:
            context.fireChannelRead(data)
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        state = .answering
        let exchange = exchanges.begin(head, from: client(context), route: shortcut.route)
        context.triggerUserOutboundEvent(exchange.observer, promise: nil)
        shortcut.answer(to: head, on: context.eventLoop).assumeIsolated().whenComplete { result in
            self.state = .passing
            let answer = (try? result.get()) ?? nil
            if let answer { self.send(answer, exchange.requestID, context) } else { self.pass(head, context) }
        }
    }

    private func client(_ context: ChannelHandlerContext) -> ClientEndpoint {
        if let remote { return remote }
        let new = ClientEndpoint(remote: context.channel.remoteAddress)
        remote = new
        return new
    }

    /// Lets a request take the long way; its middleware tells of the outcome.
    private func pass(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        context.fireChannelRead(wrapInboundOut(.head(head)))
        context.fireChannelRead(wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
    }

    private func send(_ answer: ShortAnswer, _ requestID: String, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return answer.release() }
        var headers = answer.headers
        headers.add(name: RequestIdentity.fieldName, value: requestID)
        // The guard fills in the instant at which the head leaves.
        headers.add(name: "Date", value: "")
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        for part in answer.body { context.write(wrapOutboundOut(.body(part)), promise: nil) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        let release = answer.release
        sent.futureResult.whenComplete { _ in release() }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }
}
