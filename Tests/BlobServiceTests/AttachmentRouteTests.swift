import BlobAPI
import BlobClient
import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ServiceSupport
import Synchronization
import Testing

@testable import BlobService

@Suite struct AttachmentRouteTests {
    private let scene: NodeScene
    private static let uri = "/attachments/krugs4zanfzsaylooruw4zzakq/plan%20b.pdf"

    init() throws {
        scene = try NodeScene().takingCredentials()
    }

    private func get(_ headers: HTTPFields = [:], _ method: HTTPRequest.Method = .get) async throws -> TestResponse {
        try await scene.publicApplication.test(.router) { client in
            try await client.execute(uri: Self.uri, method: method, headers: headers) { $0 }
        }
    }

    private func authorization(_ blob: ContentID, node: NodeID, location: String? = nil) -> DownloadAuthorization {
        DownloadAuthorization(
            node: node,
            domain: scene.domain,
            blob: blob,
            size: 3,
            filename: "plan b.pdf",
            mediaType: "application/pdf",
            location: location
        )
    }

    @Test func `the front is asked with the client's path and credentials, and the bytes are served`() async throws {
        let blob = try await scene.store([1, 2, 3])
        scene.front.decide(.success(authorization(blob, node: scene.node)))
        let response = try await get([.authorization: "Basic YWxpY2U6YWxpY2U="])
        #expect(response.status == .ok)
        #expect(response.bytes == [1, 2, 3])
        #expect(response.headers[.contentDisposition] == "attachment; filename=\"plan b.pdf\"")
        #expect(response.headers[.cacheControl] == "private, no-cache")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        let question = try #require(scene.front.questions.withLock { $0.last })
        #expect(question.path == Self.uri)
        #expect(question.authorization == "Basic YWxpY2U6YWxpY2U=")
        #expect(question.method == "GET")
        let identity = try #require(HTTPField.Name("Attache-Request-ID"))
        #expect(scene.front.requestID.withLock { $0 } == response.headers[identity])
    }

    @Test func `the challenge of the front is relayed`() async throws {
        let challenge = #"Basic realm="attache", charset="UTF-8""#
        scene.front.decide(.failure(.refused(.credentialsRequired(challenge: challenge))))
        let response = try await get()
        #expect(response.status == .unauthorized)
        #expect(response.headers[.wwwAuthenticate] == challenge)
        #expect(response.problem?.code == .credentialsRequired)
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test(arguments: [
        (ErrorCode.accessDenied, HTTPResponse.Status.forbidden), (.attachmentNotFound, .notFound),
        (.attachmentGone, .gone),
    ])
    func `a refusal of the front is relayed`(_ code: ErrorCode, _ status: HTTPResponse.Status) async throws {
        scene.front.decide(.failure(.refused(APIProblem(code))))
        let response = try await get([.authorization: "Basic YTpi"])
        #expect(response.status == status)
        #expect(response.problem?.code == code)
    }

    @Test func `too many attempts are relayed with the time to wait`() async throws {
        scene.front.decide(.failure(.refused(.tooManyAttempts(retryAfter: 7))))
        let response = try await get([.authorization: "Basic YTpi"])
        #expect(response.status == .tooManyRequests)
        #expect(response.headers[.retryAfter] == "7")
    }

    @Test func `another node's attachment is redirected to its signed URL`() async throws {
        let location = "http://127.0.0.1:8082/d/v1/abc?d=x"
        scene.front.decide(.success(authorization(ContentID(of: [1].span), node: scene.other, location: location)))
        let response = try await get([.authorization: "Basic YTpi"], .head)
        #expect(response.status == .temporaryRedirect)
        #expect(response.headers[.location] == location)
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test func `every request asks the front again`() async throws {
        let blob = try await scene.store([1, 2, 3])
        scene.front.decide(.success(authorization(blob, node: scene.node)))
        for _ in 0..<3 { _ = try await get([.authorization: "Basic YTpi"]) }
        #expect(scene.front.questions.withLock { $0.count } == 3)
    }

    @Test func `a front that is away or distrusts the node is 503 and no reason is told`() async throws {
        for problem in [APIProblem(.peerUnauthenticated), APIProblem(.internal, detail: "secret reason")] {
            scene.front.decide(.failure(.refused(problem)))
            let response = try await get([.authorization: "Basic YTpi"])
            #expect(response.status == .serviceUnavailable)
            #expect(response.problem?.detail == nil)
            #expect(response.headers[.retryAfter] == "1")
        }
    }

    @Test func `credentials over a connection that can be overheard are refused and not passed on`() async throws {
        let open = try NodeScene()
        let response = try await open.publicApplication.test(.router) { client in
            try await client.execute(uri: Self.uri, method: .get, headers: [.authorization: "Basic YTpi"]) { $0 }
        }
        #expect(response.status == .forbidden)
        #expect(response.problem?.code == .credentialsInsecure)
        #expect(response.headers[.wwwAuthenticate] == nil)
        #expect(open.front.questions.withLock { $0.isEmpty })
    }
}

@Suite struct CredentialsRuleTests {
    private static let here = ClientEndpoint(address: "127.0.0.1", isSecure: false)
    private static let far = ClientEndpoint(address: "192.0.2.1", isSecure: false)
    private static let secure = ClientEndpoint(address: "192.0.2.1", isSecure: true)

    private func fields(_ name: String, _ value: String) throws -> HTTPFields {
        [try #require(HTTPField.Name(name)): value]
    }

    @Test func `loopback takes credentials of this host only, and not through a proxy`() throws {
        let policy = CredentialsRule(policy: .loopback, isEncrypted: false)
        #expect(policy.accepts(Self.here, [:]))
        #expect(policy.accepts(ClientEndpoint(address: "::1", isSecure: false), [:]))
        #expect(!policy.accepts(Self.far, [:]))
        #expect(!policy.accepts(Self.here, try fields("X-Forwarded-For", "192.0.2.1")))
        #expect(!policy.accepts(Self.here, try fields("Forwarded", "for=192.0.2.1")))
    }

    @Test func `behind a TLS proxy credentials are taken unless the proxy speaks of plain text`() throws {
        let policy = CredentialsRule(policy: .behindTLSProxy, isEncrypted: false)
        #expect(policy.accepts(Self.far, [:]))
        #expect(policy.accepts(Self.secure, try fields("X-Forwarded-Proto", "https")))
        #expect(!policy.accepts(Self.far, try fields("X-Forwarded-Proto", "http")))
        #expect(!policy.accepts(Self.far, try fields("X-Forwarded-Proto", "https, HTTP")))
    }

    @Test func `a listener that speaks TLS takes credentials unless a trusted proxy had them in plain text`() throws {
        let rule = CredentialsRule(policy: .loopback, isEncrypted: true)
        #expect(rule.accepts(Self.secure, [:]))
        #expect(rule.accepts(Self.secure, try fields("X-Forwarded-Proto", "http")))
        #expect(!rule.accepts(Self.far, [:]))
    }
}
