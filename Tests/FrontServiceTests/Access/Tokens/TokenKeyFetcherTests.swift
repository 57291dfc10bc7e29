import HTTPTypes
import Hummingbird
import NIOCore
import ServiceSupport
import Synchronization
import Testing

@testable import FrontService

@Suite(.timeLimit(.minutes(1))) struct TokenKeyFetcherTests {
    @Test func `a key set is fetched from its URL by the running service`() async throws {
        let keys = TokenKeyRing([])
        let server = KeyServer { _ in .text(SignedTokens.keySet) }
        try await server.run { url in
            let tokens = TokenConfiguration(issuer: "x", audience: "y", source: .url(url))
            let service = TokenKeyRenewal(tokens, keys: keys, logger: .silent)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                while keys.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
        #expect(keys.keys(for: TokenHeader(algorithm: "ES256", keyIdentifier: "p256")).count == 1)
        #expect(server.paths == ["/keys"])
    }

    @Test(arguments: [204, 404, 503]) func `another status is no document`(status: Int) async throws {
        let server = KeyServer { _ in Response(status: .init(code: status)) }
        try await server.fetch { fetcher in
            await #expect(throws: TokenKeyError.status(status)) { try await fetcher.document() }
        }
    }

    @Test func `a redirection is not followed, wherever it leads`() async throws {
        let server = KeyServer { _ in Response(status: .found, headers: [.location: "/elsewhere"]) }
        try await server.fetch { fetcher in
            await #expect(throws: TokenKeyError.status(302)) { try await fetcher.document() }
        }
        #expect(server.paths == ["/keys"])
    }

    @Test(arguments: [0, 1]) func `a document has a greatest length`(excess: Int) async throws {
        let text = String(repeating: "k", count: TokenKeyDocument.maximumBytes + excess)
        let server = KeyServer { _ in .text(text) }
        try await server.fetch { fetcher in
            if excess == 0 {
                let document = try await fetcher.document()
                #expect(document == text)
            } else {
                await #expect(throws: NIOTooManyBytesError.self) { try await fetcher.document() }
            }
        }
    }
}

/// A server on a socket of this host, which answers every request alike and notes what was asked for.
private final class KeyServer: Sendable {
    private let answer: @Sendable (Request) -> Response
    private let asked = Mutex<[String]>([])

    init(_ answer: @escaping @Sendable (Request) -> Response) {
        self.answer = answer
    }

    /// The paths of all requests so far.
    var paths: [String] { asked.withLock(\.self) }

    /// Runs the server while `body` knows the URL of the keys.
    func run(_ body: (String) async throws -> Void) async throws {
        let listener = HTTPListener(
            name: "keys",
            address: .loopback(0),
            connections: ConnectionOptions(limits: .internal),
            responder: CallbackResponder<ServiceRequestContext> { [self] request, _ in
                asked.withLock { $0.append(request.uri.path) }
                return answer(request)
            },
            logger: .silent
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            try await body("http://127.0.0.1:\(listener.boundPort())/keys")
        }
    }

    /// Runs the server while `body` has a fetcher of its document.
    func fetch(_ body: (TokenKeyFetcher) async throws -> Void) async throws {
        try await run { url in
            let fetcher = TokenKeyFetcher(url: url)
            do {
                try await body(fetcher)
            } catch {
                try await fetcher.shutdown()
                throw error
            }
            try await fetcher.shutdown()
        }
    }
}

extension Response {
    /// An answer whose body is a text.
    fileprivate static func text(_ text: String) -> Response {
        Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
