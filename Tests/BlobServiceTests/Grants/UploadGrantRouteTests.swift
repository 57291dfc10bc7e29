import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import Cryptography
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ServiceSupport
import Synchronization
import Testing

@testable import BlobService

@Suite struct UploadGrantRouteTests {
    private let granted: GrantedScene
    private var front: StubFront { granted.scene.front }

    init() throws {
        granted = try GrantedScene()
    }

    @Test func `the bytes are stored under the reference and told to the front`() async throws {
        let response = try await granted.send()
        #expect(response.status == .created)
        #expect(granted.references == [granted.permit.reference])
        let opening = try #require(front.openings.withLock { $0.first })
        #expect(opening.0 == granted.permit.reference && opening.1.digest == granted.permit.grant.hexadecimal)
        #expect(front.abandonments.withLock { $0.isEmpty })
        let completion = try #require(front.completions.withLock { $0.first })
        #expect(completion.blob.blob == ContentID(of: Array("Hello".utf8).span))
        #expect(completion.blob.size == 5)
        #expect(completion.place == granted.scene.map.place(of: granted.scene.domain))
    }

    @Test func `the answer of the front is relayed whole`() async throws {
        let calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
        let fields: HTTPFields = [
            .contentType: "text/calendar; charset=utf-8", .location: "https://front.example/a", .eTag: "\"7\"",
            .setCookie: "a=b",
        ]
        let head = RelayedAnswer(status: .ok, fields: fields)
        granted.end(with: .success(GrantedScene.answer(head, calendar)))
        let response = try await granted.send()
        #expect(response.status == .ok)
        #expect(String(buffer: response.body) == calendar)
        #expect(response.headers[.contentType] == "text/calendar; charset=utf-8")
        #expect(response.headers[.location] == "https://front.example/a")
        #expect(response.headers[.eTag] == "\"7\"")
        #expect(response.headers[.setCookie] == nil)
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test func `a refusal of the front is relayed, and no byte is stored`() async throws {
        let refusal = RelayedAnswer(status: .preconditionFailed, fields: [.contentType: "application/xml"])
        granted.allow(.success(.refused(GrantedScene.answer(refusal, "<error/>"))))
        let response = try await granted.send()
        #expect(response.status == .preconditionFailed)
        #expect(String(buffer: response.body) == "<error/>")
        #expect(granted.references.isEmpty)
        #expect(front.completions.withLock { $0.isEmpty })
        #expect(front.abandonments.withLock { $0.isEmpty })
    }

    @Test func `a home with two bodies under way gets 503 with Retry-After, and the grant stays`() async throws {
        var limits = UploadGrantRoute.turnLimits
        limits.line = 0
        let (turns, domain) = (SharedBudget<DedupDomain>(limits), granted.permit.domain)
        let first = try await turns.take(1, for: domain)
        let second = try await turns.take(1, for: domain)
        let response = try await granted.send(by: turns)
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "30")
        #expect(front.openings.withLock { $0.isEmpty })
        withExtendedLifetime((first, second)) {}
    }

    @Test func `a body has its turn until it is stored`() async throws {
        let turns = SharedBudget<DedupDomain>(UploadGrantRoute.turnLimits)
        #expect(try await granted.send(by: turns).status == .created)
        #expect(turns.taken == 0)
    }

    @Test func `a lost answer is asked for again`() async throws {
        granted.end(
            with: .failure(.unavailable("The connection failed.")),
            .failure(.refused(APIProblem(.unavailable))),
            .success(GrantedScene.answer(GrantedScene.added))
        )
        #expect(try await granted.send().status == .created)
        let completions = front.completions.withLock { $0 }
        #expect(completions.count == 3 && Set(completions.map(\.blob)).count == 1)
    }

    @Test func `a front that gives no last word makes it 503 with Retry-After, after eight tries`() async throws {
        granted.end(with: .failure(.unavailable("It is away.")))
        let response = try await granted.send()
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "1")
        #expect(front.completions.withLock { $0.count } == 8)
        // The bytes are there, and the front may know of them.
        #expect(front.abandonments.withLock { $0.isEmpty })
    }

    @Test func `a front that is away before the body makes it 503 with Retry-After, and it is asked once`() async throws
    {
        granted.allow(.failure(.unavailable("It is away.")))
        let response = try await granted.send()
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "1")
        #expect(front.openings.withLock { $0.count } == 1)
        #expect(granted.references.isEmpty)
    }

    @Test(arguments: [ErrorCode.grantSpent, .grantUnknown])
    func `a grant that is spent or unknown is told to the client`(_ code: ErrorCode) async throws {
        granted.allow(.failure(.refused(APIProblem(code, detail: "For the services alone."))))
        let response = try await granted.send()
        #expect(response.status.code == code.status)
        #expect(response.refusal == code)
        #expect(!String(buffer: response.body).contains("For the services alone."))
        #expect(granted.references.isEmpty)
    }

    @Test func `what the services have to settle is not told to the client`() async throws {
        granted.allow(.failure(.refused(APIProblem(.peerForbidden))))
        #expect(try await granted.send().refusal == .unavailable)
    }

    @Test func `a grant that was given up while the body came is 409`() async throws {
        granted.end(with: .failure(.refused(APIProblem(.grantSpent))))
        #expect(try await granted.send().refusal == .grantSpent)
        #expect(front.completions.withLock { $0.count } == 1)
    }

    @Test(arguments: [("Hell", ErrorCode.size), ("Hello!", .size), ("", .size)])
    func `a body of another length is refused, and the grant stays`(_ body: String, _ code: ErrorCode) async throws {
        #expect(try await granted.send(body).refusal == code)
        #expect(front.openings.withLock { $0.isEmpty })
    }

    @Test func `RFC 9110 §15.5.16 a content coding is refused, and the grant stays`() async throws {
        #expect(try await granted.send("Hello", .post, [.contentEncoding: "gzip"]).status == .unsupportedMediaType)
        #expect(try await granted.send("Hello", .post, [.contentEncoding: "identity"]).status == .created)
        #expect(front.openings.withLock { $0.count } == 1)
    }

    @Test func `RFC 9530 §1 a body with another digest than was declared to the front is none`() async throws {
        let other = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
        granted.allow(.success(.given(GrantOpening(size: 5, contentDigest: other))))
        #expect(try await granted.send().refusal == .malformed)
        granted.allow(.success(.given(GrantOpening(size: 5, reprDigest: other))))
        #expect(try await granted.send().refusal == .malformed)
        #expect(granted.references.isEmpty)
    }

    @Test func `RFC 4331 §6 a body that the node's disk has no room for is refused`() async throws {
        granted.scene.storage.uploads.room = 4
        let response = try await granted.send()
        #expect(response.status.code == 507)
        #expect(response.headers[.contentType] == "application/xml; charset=utf-8")
        #expect(response.headers[.cacheControl] == "no-store")
        let body = """
            <?xml version="1.0" encoding="utf-8"?>
            <D:error xmlns:D="DAV:"><D:sufficient-disk-space/>\
            <D:responsedescription>There is no space left for writing.</D:responsedescription></D:error>
            """
        #expect(String(buffer: response.body) == body)
        #expect(front.completions.withLock { $0.isEmpty })
    }

    @Test func `RFC 8607 §3.11 what the node refuses by itself is DAV error with a condition and a sentence`()
        async throws
    {
        var answers = [try await granted.send("Hell"), try await granted.send("Hello", to: granted.url + "&x=1")]
        answers.append(try await granted.send("", .put))
        granted.scene.storage.base.fail(with: .domainErased(granted.permit.domain))
        answers.append(try await granted.send())
        granted.scene.storage.base.fail(with: nil)
        granted.allow(.failure(.unavailable("It is away.")))
        answers.append(try await granted.send())
        #expect(answers.map(\.refusal) == [.size, .malformed, .methodNotAllowed, .domainErased, .unavailable])
        for answer in answers {
            let text = String(buffer: answer.body)
            let sentence = try #require(text.firstMatch(of: #/<D:responsedescription>(.+)</D:responsedescription>/#)).1
            #expect(sentence.hasSuffix(".") && sentence.first?.isUppercase == true, "\(sentence)")
        }
        #expect(answers.last?.headers[.retryAfter] == "1")
    }

    @Test func `a sentence is text in XML, whatever it has`() {
        let body = UploadRefusal(problem: APIProblem(.malformed, detail: "a<b>&amp;\u{0}\u{FFFF}\"c\".")).body
        #expect(body.contains(">The request is malformed. a&lt;b&gt;&amp;amp;\"c\".</D:responsedescription>"))
    }

    @Test(arguments: [HTTPRequest.Method.get, .head, .put, .delete, .options])
    func `RFC 9110 §15.5.6 another method than POST is 405 with Allow`(_ method: HTTPRequest.Method) async throws {
        let response = try await granted.send("", method)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "POST")
        #expect(front.openings.withLock { $0.isEmpty })
    }

    @Test func `a URL that is changed, expired, or another node's is refused before the front is asked`() async throws {
        let cases = [
            (granted.url.replacing("l=5", with: "l=6"), ErrorCode.signature),
            (granted.url + "&x=1", .malformed),
            (expired, .expired),
        ]
        for (uri, code) in cases {
            let response = try await granted.send("Hello!", to: uri)
            #expect(response.refusal == code, "\(uri)")
        }
        #expect(front.openings.withLock { $0.isEmpty })
    }

    private var expired: String {
        let keys = granted.scene.roots.derived(for: granted.scene.node)
        return SignedUpload.mint(granted.permit, with: keys, now: NodeScene.now.addingTimeInterval(-661)).pathAndQuery
    }

    @Test func `credentials and cookies mean nothing`() async throws {
        let response = try await granted.send("Hello", .post, [.authorization: "Basic %%%", .cookie: "a=b"])
        #expect(response.status == .created)
    }
}

extension GrantedScene {
    /// Sends the request to a route with its own turns.
    func send(by turns: SharedBudget<DedupDomain>) async throws -> TestResponse {
        let router = ServiceRouter.make(
            context: ServiceRequestContext.self,
            audience: .everyone,
            listener: NodeRoutes.publicListener,
            clients: NodeRoutes(node: scene.access, configuration: scene.configuration).clients
        )
        router.add(middleware: StoreErrorMiddleware(audience: .everyone))
        UploadGrantRoute(node: scene.access, patience: GrantPatience(), turns: turns).add(to: router)
        return try await Application(router: router).test(.router) { client in
            try await client.executeRequest(
                uri: url,
                method: .post,
                headers: [.contentLength: "5"],
                body: ByteBuffer(string: "Hello")
            )
        }
    }

    fileprivate func send(
        _ body: String,
        _ method: HTTPRequest.Method,
        _ fields: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await send(body, to: nil, method, fields)
    }
}
