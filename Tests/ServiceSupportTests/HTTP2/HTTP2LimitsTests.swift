import Testing

@testable import ServiceSupport

/// What a client of HTTP/2 is held to, frame by frame over TLS, with the limits of a public listener.
@Suite(.timeLimit(.minutes(1))) struct HTTP2LimitsTests {
    /// Error codes (RFC 9113 §7).
    private enum Code {
        static let protocolError: UInt8 = 0x1
        static let compressionError: UInt8 = 0x9
        static let enhanceYourCalm: UInt8 = 0xb
    }

    private let limits = HTTPLimits()

    /// Talks to a listener over one connection.
    private func converse(_ body: (FrameConnection) async throws -> Void) async throws {
        var service = TestService()
        service.tls = try .sample()
        try await service.run { port, _ in try await FrameConnection.with(port: port, body) }
    }

    /// The number of the stream that a client opens after others.
    private func stream(_ index: Int) -> UInt32 { UInt32(2 * index + 1) }

    private func request(_ method: String, _ path: String, _ fields: [(String, String)] = []) -> [(String, String)] {
        [(":method", method), (":scheme", "https"), (":authority", "localhost"), (":path", path)] + fields
    }

    /// The beginning of an upload, whose body is still to come.
    private func upload(_ stream: UInt32, on connection: FrameConnection) throws -> WireFrame {
        let block = try connection.block(request("PUT", "/files/a"))
        return WireFrame(WireFrame.Kind.headers, flags: WireFrame.Flag.endHeaders, stream: stream, block)
    }

    /// A request without a body, in a HEADERS frame and as many CONTINUATION frames as are asked for.
    private func frames(of block: [UInt8], stream: UInt32, continuations: Int) -> [WireFrame] {
        let size = (block.count + continuations) / (continuations + 1)
        return (0...continuations).map { index in
            let piece = Array(block.dropFirst(index * size).prefix(size))
            let isFirst = index == 0
            let end = index == continuations ? WireFrame.Flag.endHeaders : 0
            return WireFrame(
                isFirst ? WireFrame.Kind.headers : WireFrame.Kind.continuation,
                flags: end | (isFirst ? WireFrame.Flag.endStream : 0),
                stream: stream,
                piece
            )
        }
    }

    /// Fails the test where the connection does not answer a ping any more.
    private func expectLife(of connection: FrameConnection) async throws {
        try await connection.send([WireFrame(WireFrame.Kind.ping, Array("are you?".utf8))])
        let answer = try await connection.next { [WireFrame.Kind.ping, WireFrame.Kind.goAway].contains($0.kind) }
        #expect(answer?.kind == WireFrame.Kind.ping)
    }

    @Test func `RFC 9113 §6.5.2 the limits on streams, header sections, and windows are told in the settings`()
        async throws
    {
        try await converse { connection in
            #expect(connection.settings[0x3] == UInt32(limits.http2.streams))
            #expect(connection.settings[0x4] == UInt32(limits.http2.streamWindow))
            #expect(connection.settings[0x6] == UInt32(limits.headerBytes))
        }
    }

    @Test func `RFC 9113 §5.1.2 as many streams as are told are answered at a time, one more ends the connection`()
        async throws
    {
        let count = limits.http2.streams
        try await converse { connection in
            try await connection.send((0..<count).map { try upload(stream($0), on: connection) })
            try await expectLife(of: connection)
            let ends = (0..<count).map { index in
                WireFrame(WireFrame.Kind.data, flags: WireFrame.Flag.endStream, stream: stream(index))
            }
            try await connection.send(ends)
            for _ in 0..<count {
                let head = try #require(try await connection.next { $0.kind == WireFrame.Kind.headers })
                #expect(try connection.status(of: head) == "200")
            }
            // Those that have ended count no more.
            try await connection.send((count..<2 * count).map { try upload(stream($0), on: connection) })
            try await expectLife(of: connection)
            try await connection.send([try upload(stream(2 * count), on: connection)])
            #expect(try await connection.ending() == Code.protocolError)
        }
    }

    @Test func `RFC 9113 §10.5 streams may be reset up to the limit, and one more ends the connection`() async throws {
        let count = limits.http2.resets
        try await converse { connection in
            let pairs = { (index: Int) in
                let cancel: [UInt8] = [0, 0, 0, 8]
                let reset = WireFrame(WireFrame.Kind.reset, stream: stream(index), cancel)
                return [try upload(stream(index), on: connection), reset]
            }
            try await connection.send((0..<count).flatMap(pairs))
            try await expectLife(of: connection)
            try await connection.send(pairs(count))
            #expect(try await connection.ending() == Code.enhanceYourCalm)
        }
    }

    @Test func `RFC 9113 §10.5 pings are answered up to the limit, and one more ends the connection`() async throws {
        let ping = WireFrame(WireFrame.Kind.ping, Array("are you?".utf8))
        // The settings of the client count, and that it acknowledges those of the listener.
        let count = limits.http2.controlFrames - 2
        try await converse { connection in
            try await connection.send(Array(repeating: ping, count: count))
            for _ in 0..<count {
                let answer = try #require(try await connection.next { $0.kind != WireFrame.Kind.settings })
                #expect(answer.kind == WireFrame.Kind.ping)
                #expect(answer.flags == WireFrame.Flag.ack)
            }
            try await connection.send([ping])
            #expect(try await connection.ending() == Code.enhanceYourCalm)
        }
    }

    @Test(arguments: [
        WireFrame(WireFrame.Kind.settings),
        WireFrame(WireFrame.Kind.priority, stream: 1, [0, 0, 0, 3, 15]),
    ])
    func `RFC 9113 §10.5 too many settings or priorities end the connection, as pings do`(
        frame: WireFrame
    ) async throws {
        try await converse { connection in
            try await connection.send(Array(repeating: frame, count: limits.http2.controlFrames - 3))
            try await expectLife(of: connection)
            try await connection.send([frame])
            #expect(try await connection.ending() == Code.enhanceYourCalm)
        }
    }

    @Test func `RFC 9113 §10.5.1 a header section may go on in frames up to the limit, and not in one more`()
        async throws
    {
        let count = limits.http2.continuations
        try await converse { connection in
            let block = try connection.block(request("GET", "/where", [("x-field", "a long story, told bit by bit")]))
            try await connection.send(frames(of: block, stream: 1, continuations: count))
            let head = try #require(try await connection.next { $0.kind == WireFrame.Kind.headers })
            #expect(try connection.status(of: head) == "200")
            let other = try connection.block(request("GET", "/where", [("x-field", "another long story, in bits")]))
            try await connection.send(frames(of: other, stream: 3, continuations: count + 1))
            #expect(try await connection.ending() == Code.enhanceYourCalm)
        }
    }

    @Test func `RFC 9113 §10.5.1 a header section longer than was told ends the connection, as it is or uncompressed`()
        async throws
    {
        try await converse { connection in
            let block = [UInt8](repeating: 0, count: limits.headerBytes + 1)
            try await connection.send(frames(of: block, stream: 1, continuations: 4))
            #expect(try await connection.ending() == Code.protocolError)
        }
        try await converse { connection in
            // One field that the table remembers, named again and again: each time costs the client one octet.
            let field = ("x-field", String(repeating: "a", count: 3000))
            let count = limits.headerBytes / 3000 + 1
            let block = try connection.block(request("GET", "/where", Array(repeating: field, count: count)))
            #expect(block.count < 4000)
            try await connection.send(frames(of: block, stream: 1, continuations: 0))
            #expect(try await connection.ending() == Code.compressionError)
        }
    }

    @Test func `RFC 9113 §5.4.1 a request that is malformed is a stream error, which ends the connection`() async throws
    {
        try await converse { connection in
            let block = try connection.block(request("GET", "/where", [("connection", "close")]))
            try await connection.send(frames(of: block, stream: 1, continuations: 0))
            let reset = try await connection.next { $0.kind == WireFrame.Kind.reset }
            #expect(reset?.stream == 1)
            #expect(reset?.payload == [0, 0, 0, Code.protocolError])
            #expect(try await connection.ending() == nil)
        }
    }
}
