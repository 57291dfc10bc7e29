import NIOCore
import ServiceSupport
import Synchronization
import Testing

@Suite struct ShortcutHandlerTests {
    private let shortcut = StubShortcut()

    private func service() -> TestService {
        var service = TestService()
        service.shortcut = shortcut
        return service
    }

    private func request(_ path: String, _ method: String = "GET", _ rest: String = "\r\n") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: x\r\n" + rest
    }

    @Test func `a short answer has the fields of every answer, and the connection goes on`() async throws {
        try await service().converse { peer in
            for word in ["one", "two"] {
                try await peer.send(request("/short/\(word)"))
                let answer = try await peer.answer()
                #expect(answer.status == 200)
                #expect(answer.body == word)
                #expect(answer.head.contains("attache-request-id: "))
                #expect(answer.date("date") != nil)
                #expect(!answer.closes)
            }
            try await peer.send(request("/healthz"))
            #expect(try await peer.answer().body == "ok\n")
        }
        #expect(shortcut.counts.withLock { $0.released } == 2)
    }

    @Test func `a request that the shortcut does not answer takes the long way`() async throws {
        try await service().converse { peer in
            try await peer.send(request("/short/missing"))
            #expect(try await peer.answer().status == 404)
            try await peer.send(request("/short/found"))
            #expect(try await peer.answer().body == "found")
        }
        #expect(shortcut.counts.withLock { $0.asked } == 2)
    }

    @Test func `a request with a body takes the long way`() async throws {
        try await service().converse { peer in
            try await peer.send(request("/short/one", "GET", "Content-Length: 3\r\n\r\nabc"))
            #expect(try await peer.answer().status == 404)
        }
        #expect(shortcut.counts.withLock { $0.asked } == 0)
    }

    @Test func `RFC 9112 §9.3.2 pipelined requests are answered in their order, whoever answers`() async throws {
        try await service().converse { peer in
            try await peer.send(["/short/a", "/healthz", "/short/b"].map { request($0) }.joined())
            let bodies = [try await peer.answer().body, try await peer.answer().body, try await peer.answer().body]
            #expect(bodies == ["a", "ok\n", "b"])
        }
    }

    @Test func `RFC 9112 §9.6 a client that closes is closed after its short answer`() async throws {
        try await service().converse { peer in
            try await peer.send(request("/short/last", "GET", "Connection: close\r\n\r\n"))
            let rest = try await peer.rest()
            #expect(rest.lowercased().contains("connection: close"))
            #expect(rest.hasSuffix("last"))
        }
    }

    @Test func `short answers are in the access log and the metrics under their template`() async throws {
        let service = service()
        try await service.converse { peer in
            try await peer.send(request("/short/counted"))
            _ = try await peer.answer()
        }
        let line = try #require(service.requestLines.first)
        #expect(line.contains("/short/{word}"))
        #expect(line.contains("request-id"))
        #expect(!line.contains("counted"))
        #expect(line.contains("bytes-sent=7"))
    }

    @Test func `a graceful shutdown lets a short answer end`() async throws {
        try await service().run { port, shutDown in
            try await RawConnection.with(port: port) { peer in
                try await peer.send(request("/short/held"))
                await shortcut.gate.arrival()
                async let down: Void = shutDown()
                shortcut.gate.open()
                #expect(try await peer.answer().body == "held")
                await down
            }
        }
    }

    @Test func `what an answer holds is let go of when its client has left`() async throws {
        try await service().run { port, _ in
            try await RawConnection.with(port: port) { peer in
                try await peer.send(request("/short/held"))
                await shortcut.gate.arrival()
                try await peer.cut()
            }
            shortcut.gate.open()
            await shortcut.releases.arrival(of: "released held")
        }
        #expect(shortcut.counts.withLock { $0.released } == 1)
    }

    @Test func `limits hold before the shortcut`() async throws {
        try await service().converse { peer in
            try await peer.send("GET /short/one HTTP/1.1\r\n\r\n")
            #expect(try await peer.answer().status == 400)
        }
        #expect(shortcut.counts.withLock { $0.asked } == 0)
    }
}
