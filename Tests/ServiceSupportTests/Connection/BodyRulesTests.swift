import ServiceSupport
import Testing

/// Bodies that are too large, too slow, or cut off, over real sockets.
struct BodyRulesTests {
    @Test func `a body whose length is above the limit is refused with 413 before it is sent`() async throws {
        var service = TestService()
        service.limits.bodyBytes = 10
        try await service.converse { peer in
            try await peer.send(
                "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n"
            )
            let answer = try await peer.answer()
            #expect(answer.status == 413)
            #expect(answer.body.contains(#""code":"too-large""#))
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `a chunked body that passes the limit is refused with 413, and the handler sees no end`() async throws {
        var service = TestService()
        service.limits.bodyBytes = 10
        try await service.converse { peer in
            try await peer.send("PUT /files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await peer.send("8\r\nabcdefgh\r\n8\r\nabcdefgh\r\n")
            #expect(try await peer.answer().status == 413)
            #expect(try await peer.rest().isEmpty)
        }
        #expect(service.failures.all == ["The body is larger than 10 bytes."])
    }

    @Test(arguments: ["Content-Length: 100", "Transfer-Encoding: chunked"])
    func `a body that is cut off is an error, and not a short body`(framing: String) async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send("PUT /files/a HTTP/1.1\r\nHost: x\r\n\(framing)\r\nExpect: 100-continue\r\n\r\n")
            _ = try await peer.answer()
            try await peer.send("5\r\nhello\r\n")
            try await peer.cut()
        }
        #expect(service.failures.all.count == 1)
    }

    @Test(arguments: ["Content-Length: 100", "Transfer-Encoding: chunked"])
    func `a body whose sender stops in the middle is an error`(framing: String) async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send("PUT /files/a HTTP/1.1\r\nHost: x\r\n\(framing)\r\n\r\n5\r\nhello\r\n")
            peer.finishSending()
            #expect(try await peer.answer().status == 400)
        }
        #expect(service.failures.all.count == 1)
    }

    @Test func `a chunk that is malformed is answered with 400`() async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send("PUT /files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await peer.send("5\r\nhello\r\nzz\r\n")
            let answer = try await peer.answer()
            #expect(answer.status == 400)
            #expect(answer.closes)
            #expect(try await peer.rest().isEmpty)
        }
        #expect(service.failures.all.count == 1)
    }
}

/// Connections that stand still, over real sockets.
@Suite(.timeLimit(.minutes(2)))
struct StallTests {
    private var service: TestService {
        var service = TestService()
        service.limits.idleTimeout = .milliseconds(500)
        service.limits.lingerTimeout = .milliseconds(200)
        return service
    }

    @Test func `a connection without a request is closed`() async throws {
        try await service.converse { peer in
            let rest = try await peer.rest()
            #expect(rest.isEmpty)
        }
    }

    @Test func `a head that comes drop by drop is cut off`() async throws {
        try await service.converse(opening: "GET /healthz HTTP/1.1\r\nHost: x\r\n") { peer in
            var drops = 0
            while drops < 100, await peer.trySend("A: a\r\n") {
                drops += 1
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(drops < 100)
        }
    }

    @Test(arguments: [0, 5])
    func `a body that does not go on is cut off, and the handler sees no end`(count: Int) async throws {
        let service = service
        let piece = String(repeating: "a", count: count)
        let opening = "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n\(piece)"
        try await service.converse(opening: opening) { peer in
            await service.failures.arrival(of: "The body did not go on")
            let rest = try await peer.rest()
            #expect(rest.isEmpty)
        }
        #expect(service.failures.all.count == 1)
    }

    @Test func `a response that the client does not take is cut off`() async throws {
        let service = service
        try await service.converse(opening: "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n") { peer in
            _ = try await peer.answer()
            await service.lines.arrival(of: ": request ")
        }
        #expect(service.requestLines.first?.contains("complete=false") == true)
    }

    @Test func `a response that is taken slowly comes whole, also when its connection ends after it`() async throws {
        var service = service
        service.limits.idleTimeout = .seconds(60)
        let opening = "GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        try await service.converse(opening: opening) { peer in
            let head = try await peer.head()
            #expect(head.contains("content-length: \(service.largeSize)"))
            // Longer than the connection waits for the client once everything was sent.
            try await Task.sleep(for: .milliseconds(600))
            let count = try await peer.restCount()
            #expect(count == service.largeSize)
        }
    }

    @Test func `a handler that takes its time is not the client's fault`() async throws {
        let service = service
        try await service.converse(opening: "GET /gate HTTP/1.1\r\nHost: x\r\n\r\n") { peer in
            await service.gate.arrival()
            try await Task.sleep(for: .milliseconds(1500))
            service.gate.open()
            #expect(try await peer.answer().body == "passed")
        }
    }
}
