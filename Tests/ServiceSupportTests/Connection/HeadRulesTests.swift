import ServiceSupport
import Testing

/// The rules for request heads, over real sockets.
struct HeadRulesTests {
    @Test(arguments: [
        ("", 400),
        ("Host: a\r\nHost: a\r\n", 400),
        ("Host: a b\r\n", 400),
        ("Host: user@a\r\n", 400),
        ("Host: a/b\r\n", 400),
        ("Host: a:99999\r\n", 400),
        ("Host:\r\n", 400),
        ("Host: a\r\n", 200),
        ("Host: a:8080\r\n", 200),
        ("Host: [::1]:8080\r\n", 200),
    ])
    func `RFC 9112 §3.2 a request without exactly one valid Host is refused with 400`(
        fields: String,
        status: Int
    ) async throws {
        try await TestService().converse { peer in
            try await peer.send("GET /healthz HTTP/1.1\r\n\(fields)\r\n")
            let answer = try await peer.answer()
            #expect(answer.status == status)
            #expect(answer.closes == (status == 400))
            if status == 400 { #expect(try await peer.rest().isEmpty) }
        }
    }

    @Test func `an HTTP 1.0 request needs no Host, and its connection ends`() async throws {
        try await TestService().converse { peer in
            try await peer.send("GET /healthz HTTP/1.0\r\n\r\n")
            let answer = try await peer.answer()
            #expect(answer.status == 200)
            #expect(answer.closes)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `RFC 9112 §3.2.2 an absolute target is accepted and its host wins`() async throws {
        try await TestService().converse { peer in
            try await peer.send("GET http://front.example:81/where?x=1 HTTP/1.1\r\nHost: other\r\n\r\n")
            #expect(try await peer.answer().body == "front.example:81 /where")
            try await peer.send("GET http://front.example?x=1 HTTP/1.1\r\nHost: other\r\n\r\n")
            #expect(try await peer.answer().status == 404)
        }
    }

    @Test(arguments: ["ftp://x/where", "http://u@x/where", "http:///where", "*", "x:80"])
    func `a target of another form is refused with 400`(target: String) async throws {
        try await TestService().converse { peer in
            try await peer.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await peer.answer().status == 400)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `RFC 9110 §15.5.15 a target that is too long is refused with 414`() async throws {
        try await TestService().converse { peer in
            let path = String(repeating: "a", count: 9000)
            try await peer.send("GET /\(path) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await peer.answer().status == 414)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test(arguments: [
        "A: " + String(repeating: "a", count: 17_000) + "\r\n",
        String(repeating: "A: " + String(repeating: "a", count: 2000) + "\r\n", count: 40),
        String(repeating: "A: a\r\n", count: 129),
    ])
    func `RFC 6585 §5 a header section that is too large is refused with 431`(fields: String) async throws {
        try await TestService().converse { peer in
            _ = await peer.trySend("GET /healthz HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
            let answer = try await peer.answer()
            #expect(answer.status == 431)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test(arguments: [
        ("FROB / HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        ("CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 400),
        ("GET /\r\n\r\n", 400),
        ("PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("PUT /files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        ("PUT /files/a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        ("GET / HTTP/1.1\nHost: x\n\n", 400),
    ])
    func `a message that is no good is refused and its connection ends`(message: String, status: Int) async throws {
        try await TestService().converse { peer in
            try await peer.send(message)
            let answer = try await peer.answer()
            #expect(answer.status == status)
            #expect(answer.closes)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test(arguments: ["close", "Close", "keep-alive, close"])
    func `RFC 9112 §9.6 a connection ends after the answer when the client says close`(option: String) async throws {
        try await TestService().converse { peer in
            try await peer.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: \(option)\r\n\r\n")
            let answer = try await peer.answer()
            #expect(answer.status == 200)
            #expect(answer.closes)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `HEAD is answered wherever GET is, without a body`() async throws {
        try await TestService().converse { peer in
            try await peer.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let all = try await peer.rest()
            #expect(all.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(all.lowercased().contains("content-length: 3\r\n"))
            #expect(all.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `pipelined requests are answered in their order, and a bad one last`() async throws {
        try await TestService().converse { peer in
            try await peer.send(
                """
                GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n\
                PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi\
                GET /where HTTP/1.1\r\nHost: y\r\n\r\n\
                GET /healthz HTTP/1.1\r\n\r\n
                """
            )
            #expect(try await peer.answer().body == "ok\n")
            #expect(try await peer.answer().body == "2 bytes")
            #expect(try await peer.answer().body == "y /where")
            #expect(try await peer.answer().status == 400)
            #expect(try await peer.rest().isEmpty)
        }
    }
}
