import FoundationEssentials
import HTTPSemantics
import NIOCore
import NIOHTTP1

/// Applies ``ConnectionGuard`` and ``StallWatch`` to a channel.
///
/// It sits between the codec of HTTP/1.1, or of a stream of HTTP/2, and everything that answers requests, so that it sees
/// parts as they are on the wire and no handler can get round it.
final class ConnectionGuardHandler: ChannelDuplexHandler {
    /// What the parser makes of the client's bytes.
    typealias InboundIn = HTTPServerRequestPart
    /// What the handlers above see.
    typealias InboundOut = HTTPServerRequestPart
    /// What the handlers above answer.
    typealias OutboundIn = HTTPServerResponsePart
    /// What the encoder sends.
    typealias OutboundOut = HTTPServerResponsePart

    private let onRefusal: @Sendable (Refusal) -> Void
    private var rules: ConnectionGuard
    private var watch: StallWatch
    private var observer: ExchangeObserver?
    private var began = NIODeadline.now()
    private var isReading = false
    private var timer: Scheduled<Void>?
    private var announcement: Scheduled<Void>?
    /// Succeeds when the last response that was sent has left, which the close must not overtake.
    private var departure: EventLoopFuture<Void>?

    /// Creates the guard of one connection; `onRefusal` is called on its event loop and must not block.
    init(
        limits: HTTPLimits,
        transport: HTTPTransport = .connection,
        onRefusal: @escaping @Sendable (Refusal) -> Void
    ) {
        rules = ConnectionGuard(limits: limits, transport: transport)
        watch = StallWatch(limits: limits)
        self.onRefusal = onRefusal
    }

    // MARK: Life of the connection

    /// Starts the watch for standing still.
    func handlerAdded(context: ChannelHandlerContext) {
        scheduleTick(context)
    }

    /// Stops the watch.
    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        announcement?.cancel()
    }

    /// Fails a body that was cut off and reports an unfinished exchange.
    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        announcement?.cancel()
        failBody(context, .connectionLost)
        report(isComplete: false)
        context.fireChannelInactive()
    }

    // MARK: From the client

    /// Notes that more is asked for, and asks for it.
    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    /// Hands a part of a request up, throws it away, or answers in place of the handlers.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let (verdict, normalised) = rules.receive(head)
            if case .forward = verdict {
                began = .now()
                watch.began()
            }
            apply(verdict, .head(normalised), context)
        case .body(let buffer):
            watch.received(buffer.readableBytes)
            apply(rules.receiveBody(count: buffer.readableBytes), .body(buffer), context)
        case .end(let trailers):
            apply(rules.receiveEnd(), .end(trailers), context)
        }
    }

    /// Notes that what was asked for has come.
    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
        // Nobody above asks for more once a connection is closing; what comes is taken here.
        if case .closing = rules.phase { context.read() }
    }

    /// Keeps to itself that the client sends nothing any more.
    ///
    /// Above, the end of the input is taken for the end of the connection, and the answer that is owed would be lost with
    /// all that was written and has not left yet. They learn of it when the connection ends.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            return context.fireUserInboundEventTriggered(event)
        }
        switch rules.receiveEndOfInput() {
        case .close: closeOutput(context)
        case .wait: scheduleProbe(context)
        case .failBody: context.fireErrorCaught(RequestBodyError.connectionLost)
        }
    }

    /// Answers what is no HTTP message; inside a body, lets the handler see the error.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let parserError = error as? HTTPParserError else {
            context.fireErrorCaught(error)
            return
        }
        switch rules.receive(parserError) {
        case .refuse(let refusal): refuse(refusal, context)
        case .forward: context.fireErrorCaught(error)
        case .discard: break
        case .close: context.close(promise: nil)
        }
    }

    private func apply(_ verdict: ConnectionGuard.Inbound, _ part: InboundIn, _ context: ChannelHandlerContext) {
        switch verdict {
        case .forward: context.fireChannelRead(wrapInboundOut(part))
        case .discard: break
        case .refuse(let refusal): refuse(refusal, context)
        case .close: close(context)
        }
    }

    // MARK: From the handlers

    /// Takes the events by which middleware and handlers talk to their connection.
    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case is BodyAcceptance:
            guard rules.acceptBody() else {
                promise?.succeed()
                return
            }
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: promise)
        case let observer as ExchangeObserver:
            self.observer = observer
            promise?.succeed()
        case let notice as ProcessingNotice:
            announce(notice, after: notice.first, context)
            promise?.succeed()
        default:
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }

    /// Sends a part of a response as the rules change it.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        watch.sent()
        switch unwrapOutboundIn(data) {
        case .head(let head):
            guard var head = rules.send(head) else { return drop(promise) }
            if rules.exchange?.status != nil { announcement?.cancel() }
            // RFC 9110 §8.8.2.1: an origin server "MUST NOT generate a Last-Modified date that is later than the server's
            // time of message origination (Date)"; the Date that Hummingbird keeps is up to a second old.
            if head.headers.contains(name: "date") {
                head.headers.replaceOrAdd(name: "date", value: HTTPDate.format(Date()))
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let body):
            guard rules.sendBody(count: body.readableBytes) else { return drop(promise) }
            context.write(data, promise: promise)
        case .end:
            let exchange = rules.exchange
            guard let completion = rules.sendEnd() else { return drop(promise) }
            report(exchange, isComplete: true)
            let promise = departing(promise, context)
            guard case .linger = completion else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            linger(context)
        }
    }

    /// Notes when the response that ends now has left.
    private func departing(
        _ promise: EventLoopPromise<Void>?,
        _ context: ChannelHandlerContext
    ) -> EventLoopPromise<Void> {
        let promise = promise ?? context.eventLoop.makePromise(of: Void.self)
        departure = promise.futureResult
        return promise
    }

    /// Ends a write that comes after the client has been answered: no failure of the handler, but nothing to send.
    private func drop(_ promise: EventLoopPromise<Void>?) {
        promise?.succeed()
    }

    // MARK: Closing

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        let isExchanging = rules.exchange != nil
        rules.refuse()
        onRefusal(refusal)
        let (head, body) = refusal.response()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: departing(nil, context))
        if isExchanging {
            context.fireErrorCaught(RequestBodyError.tooLarge(limit: rules.limits.bodyBytes ?? 0))
        }
        linger(context)
    }

    /// Closes for sending once everything is sent, and entirely once the client has closed too, sent too much, or taken
    /// too long.
    ///
    /// RFC 9112 §9.6: "To avoid the TCP reset problem, servers typically close a connection in stages." The time to
    /// close begins when the response has left; until then it is the watch that ends a connection which stands still.
    private func linger(_ context: ChannelHandlerContext) {
        closeOutput(context)
        context.read()
    }

    /// Closes for sending when those above are done, but not before the last response has left.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output else { return context.close(mode: mode, promise: promise) }
        closeOutput(context, promise)
    }

    /// Closes for sending once everything is sent.
    ///
    /// When the client has closed its side before, the channel takes this for the end of all, and drops what has not left.
    private func closeOutput(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>? = nil) {
        let departure = departure ?? context.eventLoop.makeSucceededVoidFuture()
        departure.assumeIsolated().whenComplete { [weak self] _ in
            context.close(mode: .output, promise: promise)
            self?.awaitClose(context)
        }
    }

    private func awaitClose(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        timer?.cancel()
        let delay = TimeAmount(rules.limits.lingerTimeout)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            context.close(promise: nil)
        }
    }

    private func close(_ context: ChannelHandlerContext) {
        failBody(context, .connectionLost)
        context.close(promise: nil)
    }

    /// Makes the handler that reads the body see that it was cut off.
    private func failBody(_ context: ChannelHandlerContext, _ error: RequestBodyError) {
        guard let exchange = rules.exchange, !exchange.isRequestComplete else { return }
        context.fireErrorCaught(error)
    }

    private func report(isComplete: Bool) {
        report(rules.exchange, isComplete: isComplete)
    }

    private func report(_ exchange: Exchange?, isComplete: Bool) {
        guard let observer, let exchange else { return }
        self.observer = nil
        observer.report(
            ExchangeSummary(
                status: exchange.status.map { Int($0.code) },
                bytesReceived: exchange.bytesReceived,
                bytesSent: exchange.bytesSent,
                duration: .nanoseconds((NIODeadline.now() - began).nanoseconds),
                isComplete: isComplete
            )
        )
    }

    // MARK: Clients that have closed their side

    private func scheduleProbe(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(rules.limits.probeInterval)) { [weak self] in
            self?.probe(context)
        }
    }

    /// Sends something to a client that waits for its answer: where there is none any more, the connection ends by it.
    private func probe(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, rules.exchange != nil else { return }
        if let head = rules.probe() { context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil) }
        scheduleProbe(context)
    }

    // MARK: Clients that wait long

    /// Says after some time that the request is worked on, and again, until it is answered.
    private func announce(_ notice: ProcessingNotice, after time: Duration, _ context: ChannelHandlerContext) {
        announcement?.cancel()
        guard let exchange = rules.exchange, exchange.status == nil else { return }
        announcement = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [weak self] in
            guard let self else { return }
            if let head = rules.processing() { context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil) }
            announce(notice, after: notice.every, context)
        }
    }

    // MARK: Standing still

    private func scheduleTick(_ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(watch.interval)) { [weak self] in
            self?.tick(context)
        }
    }

    private func tick(_ context: ChannelHandlerContext) {
        guard watch.tick(waiting(context)) else { return scheduleTick(context) }
        failBody(context, .stalled(rules.limits.idleTimeout))
        context.close(promise: nil)
    }

    /// The bytes that the client has not taken; of a stream only that there are as many as are kept for it.
    private func undelivered(_ context: ChannelHandlerContext) -> Int {
        switch rules.transport {
        case .connection: (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        // A stream has no such option, and asking it ends the process.
        case .stream: context.channel.isWritable ? 0 : rules.limits.http2.sendBuffer
        }
    }

    private func waiting(_ context: ChannelHandlerContext) -> StallWatch.Waiting {
        let buffered = undelivered(context)
        guard buffered == 0 else { return .delivery(bytes: buffered) }
        guard let exchange = rules.exchange else { return .request }
        guard !exchange.isRequestComplete, !exchange.awaitsContinue, isReading else { return .service }
        return .body
    }
}
