import HTTPSemantics
import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP1
import NIOHTTP2
import Testing

@testable import ServiceSupport

/// `102 Processing`, on connections whose clock a test moves, and once over real sockets.
@Suite(.timeLimit(.minutes(2)))
struct ProcessingTests {
    private let notice = ProcessingNotice(first: .seconds(20), every: .seconds(10))

    /// A connection above the codec, with the guard alone.
    private func connection() throws -> EmbeddedChannel {
        var limits = HTTPLimits()
        limits.idleTimeout = .seconds(86_400)
        let channel = EmbeddedChannel(handler: ConnectionGuardHandler(limits: limits) { _ in })
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private func begin(_ channel: EmbeddedChannel, version: HTTPVersion = .http1_1, isWhole: Bool = true) throws {
        let head = HTTPRequestHead(
            version: version,
            method: .POST,
            uri: "/calendars/alice/calendar/a.ics",
            headers: ["host": "x", "content-length": "1"]
        )
        try channel.writeInbound(HTTPServerRequestPart.head(head))
        if isWhole { try finish(channel) }
    }

    private func finish(_ channel: EmbeddedChannel) throws {
        try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: "x")))
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
    }

    private func ask(_ channel: EmbeddedChannel) {
        channel.pipeline.triggerUserOutboundEvent(notice, promise: nil)
    }

    /// Moves the clock, and returns the statuses that were sent meanwhile.
    private func pass(_ seconds: Int64, on channel: EmbeddedChannel) throws -> [UInt] {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
        var statuses: [UInt] = []
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .head(let head) = part { statuses.append(head.status.code) }
        }
        return statuses
    }

    private func answer(_ channel: EmbeddedChannel) throws {
        let head = HTTPResponseHead(version: .http1_1, status: .created, headers: ["content-length": "0"])
        try channel.writeOutbound(HTTPServerResponsePart.head(head))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    @Test func `RFC 8607 §3.11.7 a POST that takes long gets 102 again and again, then its answer`() throws {
        let channel = try connection()
        try begin(channel)
        ask(channel)
        #expect(try pass(19, on: channel) == [])
        #expect(try pass(1, on: channel) == [102])
        #expect(try pass(9, on: channel) == [])
        #expect(try pass(21, on: channel) == [102, 102, 102])
        try answer(channel)
        #expect(try pass(0, on: channel) == [201])
    }

    @Test func `there is no 102 after the answer, nor in the exchange that follows`() throws {
        let channel = try connection()
        try begin(channel)
        ask(channel)
        try answer(channel)
        #expect(try pass(100, on: channel) == [201])
        try begin(channel)
        #expect(try pass(100, on: channel) == [])
    }

    @Test func `nobody who did not ask for it gets 102, and nobody after the answer`() throws {
        let channel = try connection()
        try begin(channel)
        #expect(try pass(1000, on: channel) == [])
        try answer(channel)
        ask(channel)
        #expect(try pass(1000, on: channel) == [201])
    }

    @Test func `RFC 9110 §15.2 a client of HTTP 1.0 gets no 102`() throws {
        let channel = try connection()
        try begin(channel, version: .http1_0)
        ask(channel)
        #expect(try pass(1000, on: channel) == [])
    }

    @Test func `there is no 102 while the body still comes`() throws {
        let channel = try connection()
        try begin(channel, isWhole: false)
        ask(channel)
        #expect(try pass(45, on: channel) == [])
        try finish(channel)
        #expect(try pass(4, on: channel) == [])
        #expect(try pass(1, on: channel) == [102])
    }

    @Test func `a connection that ends takes its 102 along`() throws {
        let channel = try connection()
        try begin(channel)
        ask(channel)
        channel.close(promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(100))
        #expect(try channel.readOutbound(as: HTTPServerResponsePart.self) == nil)
    }

    @Test func `RFC 9113 §8.1 a stream of HTTP 2 gets 102 as fields of their own before the answer`() throws {
        let channel = EmbeddedChannel()
        var limits = HTTPLimits()
        limits.idleTimeout = .seconds(86_400)
        try channel.pipeline.syncOperations.addHandlers([
            HTTP2FramePayloadToHTTP1ServerCodec(),
            ConnectionGuardHandler(limits: limits, transport: .stream) { _ in },
        ])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let fields = HPACKHeaders([
            (":method", "POST"), (":path", "/a"), (":scheme", "https"), (":authority", "x"),
        ])
        let head = HTTP2Frame.FramePayload.Headers(headers: fields, endStream: true)
        try channel.writeInbound(HTTP2Frame.FramePayload.headers(head))
        ask(channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(20))
        try answer(channel)
        #expect(try sentStatuses(channel) == ["102", "201"])
    }

    private func sentStatuses(_ channel: EmbeddedChannel) throws -> [String] {
        var statuses: [String] = []
        while let frame = try channel.readOutbound(as: HTTP2Frame.FramePayload.self) {
            guard case .headers(let headers) = frame else { continue }
            statuses += headers.headers[":status"]
        }
        return statuses
    }

    @Test func `a handler asks its connection for 102, over a real one`() async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send("GET /patience HTTP/1.1\r\nHost: x\r\n\r\n")
            for _ in 0..<3 { #expect(try await peer.answer().status == 102) }
            service.gate.open()
            var answer = try await peer.answer()
            while answer.status == 102 { answer = try await peer.answer() }
            #expect(answer.status == 200 && answer.body == "passed")
        }
    }
}
