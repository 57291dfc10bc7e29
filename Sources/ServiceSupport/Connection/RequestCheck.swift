import NIOHTTP1

/// What a request head says about the message that follows, once the head has been found acceptable.
struct RequestCheck {
    /// The head with its target in origin-form, its Host field set accordingly, and no expectation in HTTP/1.0.
    let head: HTTPRequestHead

    /// How the end of the body is marked.
    let framing: BodyFraming

    /// Whether the client waits for `100 Continue` before it sends the body.
    let expectsContinue: Bool

    /// Whether the connection ends after the answer because the client said so or speaks HTTP/1.0.
    let closesAfterResponse: Bool

    /// Checks a request head.
    ///
    /// - Throws: The answer to give in its place.
    init(_ head: HTTPRequestHead, limits: HTTPLimits, over transport: HTTPTransport = .connection) throws(Refusal) {
        guard transport.carries(head.version) else { throw .version }
        // On a connection the parser has counted; on a stream only the sum of all fields is bounded below.
        guard transport == .connection || Self.fits(head.headers, limits) else { throw .headerTooLarge }
        guard head.method != .CONNECT else { throw .method }
        guard head.uri.utf8.count <= limits.targetBytes else { throw .targetTooLong }
        let target = try RequestTarget(head.uri, method: head.method)
        framing = try BodyFraming(head, limit: limits.bodyBytes)
        expectsContinue = try Self.expectsContinue(head, framing)
        closesAfterResponse = head.version == .http1_0 || Self.tokens(head, "connection").contains("close")
        self.head = try Self.normalised(head, target)
    }

    private static func fits(_ headers: HTTPHeaders, _ limits: HTTPLimits) -> Bool {
        headers.count <= limits.fieldCount
            && headers.allSatisfy { $0.name.utf8.count + $0.value.utf8.count <= limits.fieldBytes }
    }

    private static func normalised(
        _ head: HTTPRequestHead,
        _ target: RequestTarget
    ) throws(Refusal) -> HTTPRequestHead {
        let hosts = head.headers["host"]
        guard hosts.count == 1 || (hosts.isEmpty && head.version == .http1_0) else { throw .host }
        guard hosts.allSatisfy(HostField.isValid) else { throw .host }
        var head = head
        head.uri = target.path
        // RFC 9110 §10.1.1: "A server that receives a 100-continue expectation in an HTTP/1.0 request MUST ignore that
        // expectation." Whoever answers the request does not see it.
        if head.version == .http1_0 { head.headers.remove(name: "expect") }
        // RFC 9112 §3.2.2: "the origin server MUST ignore the received Host header field (if any) and instead use the
        // host information of the request-target."
        if let authority = target.authority {
            head.headers.replaceOrAdd(name: "host", value: authority)
        }
        return head
    }

    private static func expectsContinue(_ head: HTTPRequestHead, _ framing: BodyFraming) throws(Refusal) -> Bool {
        let expectations = tokens(head, "expect")
        guard expectations.allSatisfy({ $0 == "100-continue" }) else { throw .expectation }
        // RFC 9110 §10.1.1: "A server that receives a 100-continue expectation in an HTTP/1.0 request MUST ignore that
        // expectation", and it "MAY omit sending a 100 … if the framing indicates that there is no content".
        return !expectations.isEmpty && head.version != .http1_0 && framing != .none
    }

    private static func tokens(_ head: HTTPRequestHead, _ name: String) -> [String] {
        head.headers[canonicalForm: name].map { $0.lowercased() }
    }
}
