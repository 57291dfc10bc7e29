import Hummingbird
import Logging
import NIOCore
import Testing

@testable import ServiceSupport

/// The life of a listener.
struct HTTPListenerTests {
    @Test func `a request in progress is answered during a graceful shutdown, and its connection ends`() async throws {
        let service = TestService()
        try await service.run { port, shutDown in
            try await RawConnection.with(port: port) { peer in
                try await peer.send("GET /gate HTTP/1.1\r\nHost: x\r\n\r\n")
                await service.gate.arrival()
                await shutDown()
                service.gate.open()
                #expect(try await peer.answer().body == "passed")
                #expect(try await peer.rest().isEmpty)
            }
        }
    }

    @Test func `an idle connection is closed by a graceful shutdown`() async throws {
        try await TestService().run { port, shutDown in
            try await RawConnection.with(port: port) { peer in
                try await peer.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                _ = try await peer.answer()
                await shutDown()
                #expect(try await peer.rest().isEmpty)
            }
        }
    }

    @Test func `a connection above the limit waits until one closes`() async throws {
        var service = TestService()
        service.limits.connections = 1
        try await service.run { port, _ in
            try await RawConnection.with(port: port) { first in
                try await first.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                _ = try await first.answer()
                try await RawConnection.with(port: port) { second in
                    try await second.send("GET /gate HTTP/1.1\r\nHost: x\r\n\r\n")
                    try await first.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    #expect(try await first.answer().body == "ok\n")
                    try await first.cut()
                    await service.gate.arrival()
                    service.gate.open()
                    #expect(try await second.answer().body == "passed")
                }
            }
        }
    }

    @Test func `a port that another program has is named in a sentence`() async throws {
        try await TestService().run { port, _ in
            let address = ListenAddress.loopback(port)
            let second = HTTPListener(
                name: "second",
                address: address,
                connections: ConnectionOptions(),
                responder: ServiceRouter.make(
                    context: ServiceRequestContext.self,
                    audience: .everyone,
                    listener: "second"
                ).buildResponder(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let expected = ListenerError.addressInUse(listener: "second", address: address)
            await #expect(throws: expected) { try await second.run() }
            await #expect(throws: expected) { try await second.boundPort() }
            #expect(expected.description.contains("127.0.0.1:\(port)"))
        }
    }

    @Test func `RFC 9110 §8.8.2.1 the Date of an answer is never before the Last-Modified of what just changed`()
        async throws
    {
        try await TestService().converse { peer in
            // The begin of a second lies among these, whenever they begin.
            for _ in 0..<60 {
                try await peer.send("GET /fresh HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = try await peer.answer()
                let date = try #require(answer.date("date"))
                #expect(try #require(answer.date("last-modified")) <= date)
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    @Test func `the access log names the route and holds neither path, query nor credentials`() async throws {
        let service = TestService()
        try await service.converse { peer in
            try await peer.send(
                """
                PUT /files/private-name?s=signature HTTP/1.1\r\nHost: x\r\nAuthorization: Basic c2VjcmV0\r\n\
                Content-Length: 5\r\n\r\nhello
                """
            )
            #expect(try await peer.answer().status == 200)
        }
        let line = try #require(service.requestLines.first)
        #expect(line.contains("route=/files/{name}"))
        #expect(line.contains("status=200"))
        #expect(line.contains("bytes-received=5"))
        #expect(line.contains("bytes-sent=7"))
        for secret in ["private-name", "signature", "c2VjcmV0", "hello"] { #expect(!line.contains(secret)) }
    }

    @Test func `the metrics count requests by the route's template`() async throws {
        let service = TestService()
        try await service.converse { peer in
            for name in ["a", "b"] {
                try await peer.send("PUT /files/\(name) HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
                _ = try await peer.answer()
            }
            try await peer.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = try await peer.answer()
            let labels = #"listener="test",method="PUT",route="/files/{name}""#
            #expect(answer.body.contains("attache_http_requests_total{\(labels),status=\"200\"} 2\n"))
            #expect(answer.body.contains("attache_http_received_bytes_total{\(labels)} 4\n"))
            #expect(answer.body.contains("attache_http_request_duration_seconds_count{\(labels)} 2\n"))
        }
    }

    @Test func `a fault is answered with a problem document that tells nothing of it`() async throws {
        try await TestService().converse { peer in
            try await peer.send("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = try await peer.answer()
            #expect(answer.status == 500)
            #expect(answer.head.contains("content-type: application/problem+json"))
            #expect(answer.body == #"{"code":"internal","status":500,"title":"The service failed."}"#)
        }
    }

    @Test func `an unknown route is answered with a problem document`() async throws {
        try await TestService().converse { peer in
            try await peer.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await peer.answer().body.contains(#""code":"route-not-found""#))
        }
    }
}
