import BlobAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import InternalServing
import NIOCore
import ServiceSupport
import Testing

/// Answers of the internal API, without a socket.
struct InternalAnswersTests {
    /// A value of the contract and a problem, each at the path of an operation.
    private let router: Router<ServiceRequestContext> = {
        let router = ServiceRouter.make(context: ServiceRequestContext.self, audience: .services, listener: "test")
        router.on(.shardMap) { _, _ in try .json(["epoch": 7], status: .accepted) }
        router.on(.nodeStatus) { _, _ in throw APIProblem(.peerUnauthenticated) }
        router.on(.listShards) { _, _ in throw APIProblem(.unavailable, detail: "The shard is not open.") }
        router.on(.recountReferences) { _, _ in throw APIProblem.unavailable(retryAfter: 30) }
        return router
    }()

    private func answer(to operation: BlobAPI.Operation) async throws -> TestResponse {
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: operation.template, method: operation.method)
        }
    }

    @Test func `a value is answered as JSON that nobody keeps, at the operation's path`() async throws {
        let answer = try await answer(to: .shardMap)
        #expect(answer.status == .accepted)
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(String(buffer: answer.body) == #"{"epoch":7}"#)
    }

    @Test func `RFC 9457 §3 a problem that is thrown is a problem document that nobody keeps`() async throws {
        let answer = try await answer(to: .nodeStatus)
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.headers[.cacheControl] == "no-store")
        // RFC 9110 §15.5.2: "The server generating a 401 response MUST send a WWW-Authenticate header field".
        #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        let problem = try APICoding.decode(APIProblem.self, from: Array(buffer: answer.body))
        #expect(problem.code == .peerUnauthenticated)
    }

    @Test func `RFC 9110 §15.6.4 a service that is not available says when to try again`() async throws {
        let answer = try await answer(to: .listShards)
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(try await self.answer(to: .recountReferences).headers[.retryAfter] == "30")
    }
}
