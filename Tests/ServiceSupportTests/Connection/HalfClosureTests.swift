import Testing

@testable import ServiceSupport

/// Clients that close their side after the request, and read on, over real sockets.
@Suite(.timeLimit(.minutes(2)))
struct HalfClosureTests {
    private func request(_ path: String, _ fields: String...) -> String {
        (["GET \(path) HTTP/1.1", "Host: x"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test func `a client that closes its side after a request gets the answer, and then the end`() async throws {
        try await TestService().converse { peer in
            try await peer.send(request("/healthz"))
            peer.finishSending()
            #expect(try await peer.answer().body == "ok\n")
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `RFC 9112 §9.6 an answer to a closed side says that the connection ends with it`() async throws {
        var service = TestService()
        service.limits.probeInterval = .milliseconds(20)
        try await service.converse { [service] peer in
            try await peer.send(request("/gate"))
            await service.gate.arrival()
            peer.finishSending()
            // The interim response shows that the end of the input has come before the answer.
            var answer = try await peer.answer()
            #expect(answer.status == 102)
            service.gate.open()
            while answer.status == 102 { answer = try await peer.answer() }
            #expect(answer.body == "passed" && answer.closes)
            let rest = try await peer.rest()
            #expect(rest.isEmpty)
        }
    }

    @Test func `an answer that is larger than all buffers comes whole to a client that reads late`() async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send(request("/large"))
            peer.finishSending()
            _ = try await peer.head()
            #expect(try await peer.restCount() == service.largeSize)
        }
    }

    @Test func `RFC 9112 §9.6 the same when the client also asked for the end of the connection`() async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send(request("/large", "Connection: close"))
            peer.finishSending()
            let head = try await peer.head()
            #expect(head.contains("connection: close"))
            #expect(try await peer.restCount() == service.largeSize)
        }
    }

    @Test func `a body that came whole is answered`() async throws {
        try await TestService().converse { peer in
            try await peer.send("PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
            peer.finishSending()
            #expect(try await peer.answer().body == "5 bytes")
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `a refusal comes whole`() async throws {
        try await TestService().converse { peer in
            try await peer.send("GET /healthz HTTP/1.1\r\n\r\n")
            peer.finishSending()
            #expect(try await peer.answer().status == 400)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `RFC 9112 §9.3.2 pipelined requests are all answered before the end`() async throws {
        let shortcut = StubShortcut()
        var service = TestService()
        service.shortcut = shortcut
        try await service.converse { peer in
            try await peer.send(["/healthz", "/short/a", "/healthz", "/short/b"].map { request($0) }.joined())
            peer.finishSending()
            var bodies: [String] = []
            for _ in 0..<4 { bodies.append(try await peer.answer().body) }
            #expect(bodies == ["ok\n", "a", "ok\n", "b"])
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `a shortcut answers a client that has closed its side, and so does the route after it`() async throws {
        let shortcut = StubShortcut()
        var service = TestService()
        service.shortcut = shortcut
        try await service.run { port, _ in
            try await RawConnection.with(port: port) { peer in
                try await peer.send(request("/short/held"))
                await shortcut.gate.arrival()
                peer.finishSending()
                shortcut.gate.open()
                #expect(try await peer.answer().body == "held")
                #expect(try await peer.rest().isEmpty)
            }
            try await RawConnection.with(port: port) { peer in
                try await peer.send(request("/short/missing"))
                peer.finishSending()
                #expect(try await peer.answer().status == 404)
                #expect(try await peer.rest().isEmpty)
            }
        }
    }

    @Test func `a connection whose client closes without a request is closed, and leaves room for the next`()
        async throws
    {
        var service = TestService()
        service.limits.connections = 1
        try await service.run { port, _ in
            for _ in 0..<5 {
                let silence = try await RawConnection.with(port: port) { peer in
                    peer.finishSending()
                    return try await peer.rest()
                }
                #expect(silence.isEmpty)
                let answer = try await RawConnection.with(port: port) { peer in
                    try await peer.send(request("/healthz"))
                    peer.finishSending()
                    return try await peer.answer()
                }
                #expect(answer.body == "ok\n")
            }
        }
    }

    @Test func `a client that closes its side and does not read is given up`() async throws {
        var service = TestService()
        service.limits.idleTimeout = .milliseconds(500)
        service.limits.connections = 1
        try await service.run { port, _ in
            try await RawConnection.with(port: port) { peer in
                try await peer.send(request("/large"))
                peer.finishSending()
                _ = try await peer.head()
                // The next one has its turn only when this one is gone.
                try await RawConnection.with(port: port) { next in
                    try await next.send(request("/healthz"))
                    #expect(try await next.answer().body == "ok\n")
                }
            }
        }
    }
}
