import NIOHTTP1

/// The rules of one HTTP/1.1 connection that Hummingbird leaves open, as a value: parts go in, verdicts come out.
///
/// It sees one exchange at a time: a pipelined request is held back below until the response before it is complete. A
/// stream of HTTP/2 is for it a connection with one exchange.
struct ConnectionGuard {
    /// Where the connection stands.
    enum Phase {
        /// Between exchanges.
        case idle
        /// Inside an exchange.
        case exchange(Exchange)
        /// After the last response; what still comes is thrown away and counted.
        case closing(discarded: UInt64)
    }

    /// What to do with something that came from the client.
    enum Inbound {
        /// Hand it up.
        case forward
        /// Throw it away.
        case discard
        /// Answer in place of the handlers, then close.
        case refuse(Refusal)
        /// Close at once.
        case close
    }

    /// What to do when the client sends nothing any more.
    enum EndOfInput {
        /// Close once what was sent has left: no answer is owed.
        case close
        /// Go on; the connection ends after the answer that is owed.
        case wait
        /// Let the handler see that the body is cut off, and go on.
        case failBody
    }

    /// What to do after a response is complete.
    enum Completion {
        /// Wait for the next request.
        case keepOpen
        /// Close, giving the client time to read the response.
        case linger
    }

    /// Where the connection stands.
    private(set) var phase = Phase.idle

    /// The limits of the listener.
    let limits: HTTPLimits

    /// What the exchanges go over.
    let transport: HTTPTransport

    /// Creates the rules of a new connection, or of a new stream.
    init(limits: HTTPLimits, transport: HTTPTransport = .connection) {
        self.limits = limits
        self.transport = transport
    }

    /// The running exchange, if there is one.
    var exchange: Exchange? {
        guard case .exchange(let exchange) = phase else { return nil }
        return exchange
    }

    // MARK: From the client

    /// Takes a request head; on `.forward`, the returned head is the one to hand up.
    mutating func receive(_ head: HTTPRequestHead) -> (Inbound, HTTPRequestHead) {
        guard case .idle = phase else { return (.discard, head) }
        do {
            let check = try RequestCheck(head, limits: limits, over: transport)
            phase = .exchange(Exchange(check))
            return (.forward, check.head)
        } catch {
            return (.refuse(error), head)
        }
    }

    /// Takes some bytes of a body.
    mutating func receiveBody(count: Int) -> Inbound {
        switch phase {
        case .idle:
            return .discard
        case .closing(let discarded):
            phase = .closing(discarded: discarded + UInt64(count))
            return discarded + UInt64(count) > limits.lingerBytes ? .close : .discard
        case .exchange(var exchange):
            exchange.bytesReceived += UInt64(count)
            // A client may send without waiting for the 100 that it asked for (RFC 9110 §10.1.1).
            exchange.awaitsContinue = false
            phase = .exchange(exchange)
            guard let limit = limits.bodyBytes, exchange.bytesReceived > limit else { return .forward }
            return exchange.status == nil ? .refuse(.bodyTooLarge) : .close
        }
    }

    /// Takes the end of a request.
    mutating func receiveEnd() -> Inbound {
        switch phase {
        // A client that has sent everything closes when it has read the answer; closing here could overtake that.
        case .idle, .closing: return .discard
        case .exchange(var exchange):
            exchange.isRequestComplete = true
            phase = exchange.isResponseComplete ? .idle : .exchange(exchange)
            return .forward
        }
    }

    /// Takes the end of everything that the client sends; returns what is to become of the connection.
    ///
    /// RFC 9112 §9.6 speaks of closing in stages, and a client may do so as well as a server: one that has sent its last
    /// request may close its side, and still reads the answer.
    mutating func receiveEndOfInput() -> EndOfInput {
        switch phase {
        case .idle: return .close
        case .closing: return .wait
        case .exchange(var exchange):
            exchange.closesAfterResponse = true
            phase = .exchange(exchange)
            return exchange.isRequestComplete ? .wait : .failBody
        }
    }

    /// Returns an interim response that shows whether a client which has closed its side is still there to read, or nil
    /// where none may be sent.
    ///
    /// The system says of a client that is gone entirely no more than of one that has closed its side, until something is
    /// sent to it.
    func probe() -> HTTPResponseHead? {
        transport == .connection ? processing() : nil
    }

    /// Returns the interim response that says that a whole request is worked on, or nil where none may be sent.
    ///
    /// RFC 9110 §15.2: "A client MUST be able to parse one or more 1xx responses received prior to a final response, even
    /// if the client does not expect one", and "a server MUST NOT send a 1xx response to an HTTP/1.0 client".
    func processing() -> HTTPResponseHead? {
        guard let exchange, exchange.isRequestComplete, exchange.status == nil else { return nil }
        guard exchange.version != .http1_0 else { return nil }
        return HTTPResponseHead(version: .http1_1, status: .processing)
    }

    /// Takes what the parser says about bytes that are no HTTP message.
    mutating func receive(_ error: HTTPParserError) -> Inbound {
        switch phase {
        case .idle: return .refuse(.parser(error))
        case .closing: return .close
        case .exchange(var exchange):
            exchange.closesAfterResponse = true
            phase = .exchange(exchange)
            return .forward
        }
    }

    // MARK: From the handlers

    /// Returns whether `100 Continue` is to be sent now, as a handler is about to read the body.
    mutating func acceptBody() -> Bool {
        guard case .exchange(var exchange) = phase, exchange.awaitsContinue, exchange.status == nil else {
            return false
        }
        exchange.awaitsContinue = false
        phase = .exchange(exchange)
        return true
    }

    /// Takes a response head; returns the one to send, or nil when the client has been answered already.
    mutating func send(_ head: HTTPResponseHead) -> HTTPResponseHead? {
        guard case .exchange(var exchange) = phase else { return nil }
        guard !(100..<200).contains(head.status.code) else {
            exchange.awaitsContinue = exchange.awaitsContinue && head.status != .continue
            phase = .exchange(exchange)
            return head
        }
        var head = head
        exchange.status = head.status
        // RFC 9110 §10.1.1: a server that answers instead of reading the content "SHOULD indicate whether it intends
        // to close the connection"; what is left of a large body is not read to its end.
        if !exchange.isRequestComplete, !exchange.canDrain(limits) { exchange.closesAfterResponse = true }
        if exchange.version == .http1_0 || exchange.isUnframedHead(head) { head.version = .http1_0 }
        if head.version == .http1_0 || !head.isKeepAlive { exchange.closesAfterResponse = true }
        if exchange.closesAfterResponse { head.headers.replaceOrAdd(name: "connection", value: "close") }
        phase = .exchange(exchange)
        return head
    }

    /// Takes some bytes of a response; returns whether they are to be sent.
    mutating func sendBody(count: Int) -> Bool {
        guard case .exchange(var exchange) = phase, exchange.method != .HEAD else { return false }
        exchange.bytesSent += UInt64(count)
        phase = .exchange(exchange)
        return true
    }

    /// Takes the end of a response; returns nil when the client has been answered already.
    mutating func sendEnd() -> Completion? {
        guard case .exchange(var exchange) = phase else { return nil }
        exchange.isResponseComplete = true
        if exchange.closesAfterResponse {
            phase = .closing(discarded: 0)
            return .linger
        }
        phase = exchange.isRequestComplete ? .idle : .exchange(exchange)
        return .keepOpen
    }

    /// Ends the connection's exchanges, as a refusal was sent.
    mutating func refuse() {
        phase = .closing(discarded: 0)
    }
}

extension Exchange {
    /// Whether a response to HEAD says neither length nor coding: the encoder would then send a chunk where no body is.
    fileprivate func isUnframedHead(_ head: HTTPResponseHead) -> Bool {
        method == .HEAD && head.status.mayHaveResponseBody && !head.headers.contains(name: "content-length")
    }
}
