import Testing

@testable import ServiceSupport

/// Request IDs, addresses, and forwarded clients.
struct RequestValuesTests {
    @Test func `the ID of a caller is taken over by internal listeners alone`() async throws {
        for (audience, isTaken) in [(ServiceRouter.Audience.services, true), (.everyone, false)] {
            var service = TestService()
            service.audience = audience
            try await service.converse { peer in
                try await peer.send("GET /id HTTP/1.1\r\nHost: x\r\nAttache-Request-ID: from-caller\r\n\r\n")
                let answer = try await peer.answer()
                #expect((answer.body == "from-caller") == isTaken)
                #expect(answer.head.contains("attache-request-id: \(answer.body)"))
            }
        }
    }

    @Test(arguments: [
        ("X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n", "203.0.113.7 true"),
        ("X-Forwarded-For: 1.2.3.4, 203.0.113.7, 10.0.0.2\r\n", "203.0.113.7 false"),
        ("X-Forwarded-For: forged\r\n", "127.0.0.1 false"),
        ("", "127.0.0.1 false"),
    ])
    func `a trusted proxy names the client`(fields: String, expected: String) async throws {
        var service = TestService()
        service.trustedProxies = try #require(AddressRange.list("127.0.0.1, 10.0.0.0/8"))
        try await service.converse { peer in
            try await peer.send("GET /who HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
            #expect(try await peer.answer().body == expected)
        }
    }

    @Test func `nobody else names the client`() async throws {
        try await TestService().converse { peer in
            try await peer.send("GET /who HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n")
            #expect(try await peer.answer().body == "127.0.0.1 false")
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("192.168.4.0/22", "192.168.7.255", true), ("192.168.4.0/22", "192.168.8.0", false),
        ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
        ("127.0.0.1", "::ffff:127.0.0.1", true), ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe80::1", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001:db8::1", false), ("::1", "::1", true),
    ])
    func `a range contains its addresses`(range: String, address: String, isInside: Bool) throws {
        let range = try #require(AddressRange(parsing: range))
        #expect(range.contains(try #require(IPAddress(parsing: address))) == isInside)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.256", "1.2.3.4.5", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "g::1", "1.2.3.4/33",
    ])
    func `what is no address is refused`(text: String) {
        #expect(AddressRange(parsing: text) == nil)
    }

    @Test(arguments: [
        ("127.9.9.9", true), ("::1", true), ("::ffff:127.0.0.1", true), ("10.0.0.1", false), ("::2", false),
    ])
    func `loopback is told from the rest`(text: String, isLoopback: Bool) throws {
        #expect(try #require(IPAddress(parsing: text)).isLoopback == isLoopback)
    }

    @Test func `minted request IDs are valid and differ`() {
        let minted = (0..<100).map { _ in RequestIdentity.random() }
        #expect(minted.allSatisfy(RequestIdentity.isValid))
        #expect(Set(minted).count == 100)
    }

    @Test(arguments: ["", "a b", "a\r\nb", "ä", String(repeating: "a", count: 65)])
    func `other request IDs are not taken over`(text: String) {
        #expect(!RequestIdentity.isValid(text))
    }
}
