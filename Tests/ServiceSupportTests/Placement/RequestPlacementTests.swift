import SystemPackage
import Testing

@testable import ServiceSupport

/// Where requests are answered.
struct RequestPlacementTests {
    private static let everywhere = [
        "GET /place HTTP/1.1\r\nHost: x\r\n\r\n",
        "PUT /place HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
    ]

    private static func answer(to request: String, rule: (any BriefRequests)?) async throws -> String {
        var service = TestService()
        service.brief = rule
        return try await service.run { port, _ in
            try await RawConnection.with(port: port) { peer in
                try await peer.send(request)
                return try await peer.answer().body
            }
        }
    }

    @Test(arguments: everywhere)
    func `a brief request is answered on its event loop, also after it has waited`(request: String) async throws {
        #expect(try await Self.answer(to: request, rule: BriefUnlessLong()) == "loop loop loop")
    }

    @Test(arguments: everywhere)
    func `any other request is answered elsewhere, also after it has waited`(request: String) async throws {
        let request = request.replacing("/place", with: "/long/place")
        #expect(try await Self.answer(to: request, rule: BriefUnlessLong()) == "elsewhere elsewhere elsewhere")
    }

    @Test(arguments: [("/written", "loop"), ("/long/written", "elsewhere")])
    func `an answer is written where its request is answered`(path: String, place: String) async throws {
        let request = "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n"
        #expect(try await Self.answer(to: request, rule: BriefUnlessLong()).contains(place))
    }

    @Test(arguments: everywhere)
    func `where nothing is brief, no request is answered on an event loop`(request: String) async throws {
        #expect(try await Self.answer(to: request, rule: nil) == "elsewhere elsewhere elsewhere")
    }

    @Test func `requests of both kinds take turns on a connection`() async throws {
        var service = TestService()
        service.brief = BriefUnlessLong()
        try await service.converse { peer in
            for prefix in ["", "/long", "", "/long", "/long", ""] {
                try await peer.send("GET \(prefix)/place HTTP/1.1\r\nHost: x\r\n\r\n")
                let place = prefix.isEmpty ? "loop" : "elsewhere"
                #expect(try await peer.answer().body == [place, place, place].joined(separator: " "))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a long request that holds its thread does not hold up another connection of its event loop`() async throws {
        let pipe = try SystemPackage.FileDescriptor.pipe()
        defer {
            // Whoever still waits for an octet finds the end.
            try? pipe.writeEnd.close()
            try? pipe.readEnd.close()
        }
        var service = TestService()
        service.brief = BriefUnlessLong()
        service.entrance = pipe.readEnd
        let bell = service.bell
        try await service.run { port, _ in
            try await RawConnection.with(port: port) { slow in
                try await slow.send("GET /loop HTTP/1.1\r\nHost: x\r\n\r\n")
                let loop = try await slow.answer().body
                try await slow.send("GET /long/loop HTTP/1.1\r\nHost: x\r\n\r\n")
                await bell.arrival()
                // Connections go to the event loops in turn, so that another one of the same is soon found.
                var answered: Set<String> = []
                for _ in 0..<256 where !answered.contains(loop) {
                    let other = try await RawConnection.with(port: port) { other in
                        try await other.send("GET /loop HTTP/1.1\r\nHost: x\r\n\r\n")
                        return try await other.answer().body
                    }
                    answered.insert(other)
                }
                #expect(answered.contains(loop))
                try pipe.writeEnd.writeAll([1])
                #expect(try await slow.answer().body == loop)
            }
        }
    }
}
