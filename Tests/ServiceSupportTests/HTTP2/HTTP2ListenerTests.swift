import AsyncHTTPClient
import CertificateTesting
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization
import Testing

@testable import ServiceSupport

/// A listener over TLS, with a client that chooses HTTP/2 where it is offered.
@Suite struct HTTP2ListenerTests {
    private static let http2 = HTTPVersion(major: 2, minor: 0)

    /// The answer to a request, with its body as text.
    private struct Answer {
        let status: UInt
        let version: HTTPVersion
        let headers: HTTPHeaders
        let body: String
    }

    /// A client of one listener.
    private struct Peer: Sendable {
        let client: HTTPClient
        let port: Int

        func send(
            _ method: HTTPMethod,
            _ path: String,
            _ headers: [(String, String)] = [],
            body: HTTPClientRequest.Body? = nil
        ) async throws -> Answer {
            var request = HTTPClientRequest(url: "https://localhost:\(port)\(path)")
            request.method = method
            request.headers = HTTPHeaders(headers)
            request.body = body
            let response = try await client.execute(request, timeout: .seconds(30))
            let bytes = try await response.body.collect(upTo: 1 << 20)
            return Answer(
                status: response.status.code,
                version: response.version,
                headers: response.headers,
                body: String(buffer: bytes)
            )
        }
    }

    private func makeClient(_ version: HTTPClient.Configuration.HTTPVersion) throws -> HTTPClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(SampleCertificates.certificate.utf8)))
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = tls
        configuration.httpVersion = version
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Runs a listener and a client of it.
    private func run(
        _ service: TestService = TestService(),
        offersHTTP2: Bool = true,
        version: HTTPClient.Configuration.HTTPVersion = .automatic,
        _ body: (Peer, @escaping @Sendable () async -> Void) async throws -> Void
    ) async throws {
        var service = service
        service.tls = try .sample(offersHTTP2: offersHTTP2)
        let client = try makeClient(version)
        do {
            try await service.run { port, shutDown in try await body(Peer(client: client, port: port), shutDown) }
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    @Test func `RFC 7301 §3.2 a client that offers both gets HTTP 2, with its host and path as ever`() async throws {
        try await run { peer, _ in
            let answer = try await peer.send(.GET, "/where")
            #expect(answer.version == Self.http2)
            #expect(answer.status == 200)
            #expect(answer.body == "localhost:\(peer.port) /where")
        }
    }

    @Test func `a client of HTTP 1.1 is answered in HTTP 1.1, and so is everybody where HTTP 2 is off`() async throws {
        try await run(version: .http1Only) { peer, _ in
            let answer = try await peer.send(.GET, "/where")
            #expect(answer.version == .http1_1)
        }
        try await run(offersHTTP2: false) { peer, _ in
            let answer = try await peer.send(.GET, "/where")
            #expect(answer.version == .http1_1)
        }
    }

    @Test func `many requests at the same time share a connection, and each is answered`() async throws {
        try await run { peer, _ in
            let bodies = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        let body = String(repeating: "x", count: number * 1000)
                        return try await peer.send(.PUT, "/files/a", body: .bytes(ByteBuffer(string: body))).body
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(bodies == Set((0..<64).map { "\($0 * 1000) bytes" }))
        }
    }

    @Test func `a body longer than all windows comes whole, with a length and without`() async throws {
        let piece = ByteBuffer(repeating: 0x61, count: 64 << 10)
        try await run { peer, _ in
            let whole = ByteBuffer(repeating: 0x61, count: 4 << 20)
            #expect(try await peer.send(.PUT, "/files/a", body: .bytes(whole)).body == "\(4 << 20) bytes")
            let pieces = AsyncStream<ByteBuffer> { feed in
                for _ in 0..<64 { feed.yield(piece) }
                feed.finish()
            }
            let answer = try await peer.send(.PUT, "/files/a", body: .stream(pieces, length: .unknown))
            #expect(answer.body == "\(4 << 20) bytes")
        }
    }

    @Test func `HEAD has no body, and an error is a problem document`() async throws {
        try await run { peer, _ in
            let head = try await peer.send(.HEAD, "/where")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            let missing = try await peer.send(.GET, "/nowhere")
            #expect(missing.status == 404)
            #expect(missing.headers.first(name: "content-type") == "application/problem+json")
            #expect(!missing.headers.contains(name: "connection"))
        }
    }

    @Test func `the limits on fields and targets hold on each stream`() async throws {
        try await run { peer, _ in
            let many = (0..<200).map { ("x-field-\($0)", "1") }
            let manyFields = try await peer.send(.GET, "/where", many)
            #expect(manyFields.status == 431)
            let large = [("x-field", String(repeating: "a", count: 17 << 10))]
            let largeField = try await peer.send(.GET, "/where", large)
            #expect(largeField.status == 431)
            let target = "/" + String(repeating: "a", count: 9 << 10)
            let longTarget = try await peer.send(.GET, target)
            #expect(longTarget.status == 414)
            // The connection goes on.
            let further = try await peer.send(.GET, "/where")
            #expect(further.status == 200)
        }
    }

    @Test func `the shortcut answers on streams too`() async throws {
        let shortcut = StubShortcut()
        var service = TestService()
        service.shortcut = shortcut
        try await run(service) { peer, _ in
            let answer = try await peer.send(.GET, "/short/word")
            #expect(answer.version == Self.http2)
            #expect(answer.body == "word")
            #expect(try await peer.send(.GET, "/short/missing").status == 404)
        }
        #expect(shortcut.counts.withLock { $0.asked } == 2)
    }

    @Test func `each request has its line in the access log`() async throws {
        let service = TestService()
        try await run(service) { peer, _ in
            _ = try await peer.send(.GET, "/where")
            _ = try await peer.send(.PUT, "/files/a", body: .bytes(ByteBuffer(string: "hello")))
        }
        #expect(service.requestLines.count == 2)
        #expect(service.requestLines.contains { $0.contains("bytes-received=5") && $0.contains("status=200") })
    }

    @Test(.timeLimit(.minutes(1)))
    func `RFC 9113 §5.4.2 the handler of a stream that the client resets is cancelled, and others go on`() async throws
    {
        let service = TestService()
        try await run(service) { peer, _ in
            let abandoned = Task { try await peer.send(.GET, "/gate") }
            await service.gate.arrival()
            abandoned.cancel()
            await service.failures.arrival(of: "cancelled")
            let other = try await peer.send(.GET, "/where")
            #expect(other.status == 200)
        }
        #expect(service.failures.all == ["cancelled"])
    }

    @Test func `RFC 9113 §6.8 a request that has begun is answered although the listener shuts down`() async throws {
        let service = TestService()
        try await run(service) { peer, shutDown in
            async let answer = peer.send(.GET, "/gate")
            await service.gate.arrival()
            await shutDown()
            service.gate.open()
            let passed = try await answer
            #expect(passed.body == "passed")
        }
    }
}
