import NIOHTTP1
import Testing

@testable import ServiceSupport

/// Clients that go while their requests are being answered, over real sockets.
@Suite(.timeLimit(.minutes(2)))
struct AbandonedRequestTests {
    private let request = "GET /gate HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func `the handler of a connection that is reset is cancelled`() async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send(request)
            await service.gate.arrival()
            try await peer.reset()
            await service.failures.arrival(of: "cancelled")
        }
        #expect(service.failures.all == ["cancelled"])
    }

    @Test func `RFC 9110 §15.2 a client that closes everything is found out by an interim response`() async throws {
        var service = TestService()
        service.limits.probeInterval = .milliseconds(20)
        try await service.converse { [service] peer in
            try await peer.send(request)
            await service.gate.arrival()
            try await peer.cut()
            await service.failures.arrival(of: "cancelled")
        }
        #expect(service.failures.all == ["cancelled"])
    }

    @Test func `a client that has closed its side alone gets interim responses, and then its answer`() async throws {
        var service = TestService()
        service.limits.probeInterval = .milliseconds(20)
        try await service.converse { [service] peer in
            try await peer.send(request)
            await service.gate.arrival()
            peer.finishSending()
            let (first, second) = (try await peer.answer(), try await peer.answer())
            #expect(first.status == 102 && second.status == 102)
            service.gate.open()
            var answer = try await peer.answer()
            while answer.status == 102 { answer = try await peer.answer() }
            #expect(answer.status == 200 && answer.body == "passed")
            let rest = try await peer.rest()
            #expect(rest.isEmpty)
        }
        #expect(service.failures.all.isEmpty)
    }

    @Test(arguments: [(HTTPVersion.http1_0, nil as HTTPResponseStatus?), (.http1_1, .processing)])
    func `RFC 9110 §15.2 interim responses are for clients of HTTP 1.1 whose answer has not begun`(
        version: HTTPVersion,
        probe: HTTPResponseStatus?
    ) {
        var rules = ConnectionGuard(limits: HTTPLimits())
        #expect(rules.probe() == nil)
        _ = rules.receive(HTTPRequestHead(version: version, method: .GET, uri: "/", headers: ["host": "x"]))
        #expect(rules.probe() == nil)
        _ = rules.receiveEnd()
        #expect(rules.probe()?.status == probe)
        _ = rules.send(HTTPResponseHead(version: .http1_1, status: .ok))
        #expect(rules.probe() == nil)
    }

    @Test func `a request that was answered is not cancelled by the end of its connection`() async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send("GET /gate HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            await service.gate.arrival()
            service.gate.open()
            let answer = try await peer.answer()
            #expect(answer.body == "passed")
            let rest = try await peer.rest()
            #expect(rest.isEmpty)
        }
        #expect(service.failures.all.isEmpty)
    }
}
