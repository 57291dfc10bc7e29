import Testing

/// `Expect: 100-continue` and bodies that nobody reads, over real sockets.
struct ContinueTests {
    @Test func `RFC 9110 §10.1.1 a body that is expected is asked for with 100 once it is accepted`() async throws {
        try await TestService().converse { peer in
            try await peer.send(
                "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
            )
            #expect(try await peer.answer().head == "http/1.1 100 continue")
            try await peer.send("hello")
            let answer = try await peer.answer()
            #expect(answer.status == 200)
            #expect(answer.body == "5 bytes")
            #expect(!answer.closes)
        }
    }

    @Test func `RFC 9110 §10.1.1 an error in place of 100 closes the connection and waits for no body`() async throws {
        try await TestService().converse { peer in
            try await peer.send(
                """
                PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\
                Content-Type: text/refused\r\n\r\n
                """
            )
            let answer = try await peer.answer()
            #expect(answer.status == 403)
            #expect(answer.closes)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `RFC 9110 §10.1.1 no 100 is sent to a client that has begun to send`() async throws {
        try await TestService().converse { peer in
            try await peer.send(
                "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello"
            )
            #expect(try await peer.answer().body == "5 bytes")
        }
    }

    @Test func `RFC 9110 §10.1.1 an expectation in an HTTP 1.0 request is ignored`() async throws {
        try await TestService().converse { peer in
            try await peer.send("PUT /files/a HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            try await peer.send("hello")
            #expect(try await peer.answer().body == "5 bytes")
        }
    }

    @Test func `RFC 9110 §10.1.1 another expectation is answered with 417`() async throws {
        try await TestService().converse { peer in
            try await peer.send("PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: cake\r\n\r\n")
            #expect(try await peer.answer().status == 417)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `a PUT without an expectation simply streams`() async throws {
        try await TestService().converse { peer in
            try await peer.send("PUT /files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<64 { try await peer.send("1000\r\n" + String(repeating: "a", count: 4096) + "\r\n") }
            try await peer.send("0\r\n\r\n")
            #expect(try await peer.answer().body == "262144 bytes")
        }
    }

    @Test func `an early error with a large unread body closes the connection, and is read all the same`() async throws
    {
        try await TestService().converse { peer in
            let head =
                "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\nContent-Type: text/refused\r\n\r\n"
            try await peer.send(head + String(repeating: "a", count: 1 << 20))
            let answer = try await peer.answer()
            #expect(answer.status == 403)
            #expect(answer.closes)
            var pieces = 0
            while pieces < 1024, await peer.trySend(String(repeating: "a", count: 1 << 20)) { pieces += 1 }
            #expect(pieces < 1024, "the service took the whole body of a request that it had refused")
        }
    }

    @Test func `an early error with an unread chunked body closes the connection`() async throws {
        try await TestService().converse { peer in
            try await peer.send(
                """
                PUT /files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: text/refused\r\n\r\n\
                5\r\nhello\r\n
                """
            )
            let answer = try await peer.answer()
            #expect(answer.status == 403)
            #expect(answer.closes)
            #expect(try await peer.rest().isEmpty)
        }
    }

    @Test func `an early error with a small unread body keeps the connection`() async throws {
        try await TestService().converse { peer in
            try await peer.send(
                "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Type: text/refused\r\n\r\n"
            )
            let answer = try await peer.answer()
            #expect(answer.status == 403)
            #expect(!answer.closes)
            try await peer.send("helloGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await peer.answer().body == "ok\n")
        }
    }
}
