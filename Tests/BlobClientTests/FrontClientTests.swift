import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import Cryptography
import HTTPTypes
import Testing

@Suite struct FrontClientTests {
    private let node: NodeID
    private let secret = PeerSecret.random()
    private let question = DownloadAuthorizationRequest(
        path: "/attachments/a/b.pdf",
        authorization: "Basic YTpi",
        clientAddress: "192.0.2.1",
        method: "GET"
    )

    init() throws {
        node = try NodeID(validating: "blob-1")
    }

    private func withClient<Value: Sendable>(
        _ answers: [FakeNode.Answer],
        _ body: @Sendable (FrontClient, FakeNode) async throws -> Value
    ) async throws -> Value {
        let front = FakeNode(answers)
        return try await front.run { base in
            let client = FrontClient(base: base + "/", node: node, secret: secret, logger: ClusterScene.logger)
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await body(client, front)) } catch { outcome = .failure(error) }
            try await client.shutdown()
            return try outcome.get()
        }
    }

    @Test func `the assignment is asked for under the node's own secret`() async throws {
        let map = try ClusterScene.map(base: "http://127.0.0.1:9081")
        let roots = try RootKeyRing.initial()
        let assignment = NodeAssignment(
            keys: roots.derived(for: node),
            chunkingSecret: .random(),
            shardMap: map,
            frontPublicURL: "http://127.0.0.1:8080"
        )
        try await withClient([.json(try APICoding.encode(assignment))]) { client, front in
            let answer = try await client.assignment()
            #expect(answer == assignment)
            let call = try #require(front.calls.first)
            #expect(call.target == "/internal/v1/nodes/blob-1/assignment")
            #expect(call.headers[.authorization] == "Bearer \(secret.current)")
        }
    }

    @Test func `the shard map is fetched`() async throws {
        let map = try ClusterScene.map(base: "http://127.0.0.1:9081")
        try await withClient([.json(try APICoding.encode(map))]) { client, _ in
            let answer = try await client.shardMap()
            #expect(answer == map)
        }
    }

    @Test func `a download is decided on by the front, in the body and never in the target`() async throws {
        let answer = DownloadAuthorization(
            node: node,
            domain: try .sample(),
            blob: ContentID(of: [1].span),
            size: 1,
            filename: "b.pdf",
            mediaType: "application/pdf"
        )
        try await withClient([.json(try APICoding.encode(answer))]) { client, front in
            let decision = try await client.authorizeDownload(question)
            #expect(decision == answer)
            let call = try #require(front.calls.first)
            #expect(call.method == "POST")
            #expect(call.target == "/internal/v1/download-authorizations")
            let asked = try APICoding.decode(DownloadAuthorizationRequest.self, from: call.body)
            #expect(asked == question)
        }
    }

    @Test func `a refusal comes with its challenge`() async throws {
        try await withClient([.problem(.credentialsRequired(challenge: "Basic realm=x"))]) { client, front in
            let error = await #expect(throws: FrontClientError.self) { try await client.authorizeDownload(question) }
            guard case .refused(let problem) = try #require(error) else {
                Issue.record("not refused")
                return
            }
            #expect(problem.challenge == "Basic realm=x")
            #expect(front.calls.count == 1)
        }
    }

    @Test func `an answer without a problem document is no answer`() async throws {
        try await withClient([.raw(.badGateway, [:], [])]) { client, _ in
            let error = await #expect(throws: FrontClientError.self) { try await client.shardMap() }
            guard case .unavailable = try #require(error) else {
                Issue.record("not unavailable")
                return
            }
        }
    }

    private static func completion() throws -> GrantCompletion {
        GrantCompletion(
            blob: BlobDescription(blob: ContentID(of: [1].span), size: 1),
            place: BlobPlace(shard: try ShardID(validating: "blob-1-s1"), epoch: 3)
        )
    }

    @Test func `leave to upload is asked for by the digest of the grant`() async throws {
        let opening = GrantOpening(size: 5, reprDigest: "sha-256=:AA==:")
        let (reference, attempt) = (ReferenceID.random(), UploadAttemptID.random())
        let question = GrantQuestion(try #require(SHA256Digest(bytes: [UInt8](0..<32))), by: attempt)
        try await withClient([.json(try APICoding.encode(opening))]) { client, front in
            guard case .given(let leave) = try await client.openGrant(reference, question) else {
                Issue.record("not given")
                return
            }
            #expect(leave == opening)
            let call = try #require(front.calls.first)
            #expect(call.target == InternalPath.opening(of: reference))
            #expect(try APICoding.decode(GrantQuestion.self, from: call.body) == question)
        }
    }

    @Test func `the attempt of which nothing comes is told to the front`() async throws {
        let (reference, abandonment) = (ReferenceID.random(), GrantAbandonment(of: .random()))
        try await withClient([.raw(.noContent, [:], [])]) { client, front async throws in
            try await client.abandonGrant(reference, abandonment)
            let call = try #require(front.calls.first)
            #expect(call.target == InternalPath.abandonment(of: reference))
            #expect(try APICoding.decode(GrantAbandonment.self, from: call.body) == abandonment)
        }
    }

    @Test func `the attempt whose upload goes on is told to the front`() async throws {
        let (reference, renewal) = (ReferenceID.random(), GrantRenewal(of: .random()))
        try await withClient([.raw(.noContent, [:], [])]) { client, front async throws in
            try await client.renewGrant(reference, renewal)
            let call = try #require(front.calls.first)
            #expect(call.target == InternalPath.renewal(of: reference))
            #expect(try APICoding.decode(GrantRenewal.self, from: call.body) == renewal)
        }
    }

    @Test func `an answer for the client comes with its body, before the upload and after it`() async throws {
        let head = RelayedAnswer(status: .preconditionFailed, fields: [.contentType: "application/xml"])
        let answer = FakeNode.Answer.raw(.ok, [.answer: try head.fieldValue()], Array("<error/>".utf8))
        let digest = try #require(SHA256Digest(bytes: [UInt8](0..<32)))
        try await withClient([answer]) { client, _ in
            guard
                case .refused(let refusal) = try await client.openGrant(.random(), GrantQuestion(digest, by: .random()))
            else {
                Issue.record("not refused")
                return
            }
            let last = try await client.completeGrant(.random(), Self.completion())
            for relayed in [refusal, last] {
                #expect(relayed.head == head && relayed.length == 8)
                let body = try await relayed.body.collect(upTo: 100)
                #expect(body == Array("<error/>".utf8))
            }
        }
    }

    @Test func `a completion may take as long as a turn and a scan of the bytes`() async throws {
        try await withClient([.json([0x7B, 0x7D])]) { client, front async throws in
            _ = try? await client.completeGrant(.random(), Self.completion())
            let name = try #require(HTTPField.Name("attache-deadline"))
            let value = try #require(front.calls.first?.headers[name])
            let deadline = try #require(DeadlineField(parsing: value))
            #expect(deadline.remaining > .seconds(1_200))
        }
    }

    @Test func `a completion without an answer for the client is no answer`() async throws {
        try await withClient([.json([0x7B, 0x7D])]) { client, _ in
            let error = await #expect(throws: FrontClientError.self) {
                try await client.completeGrant(.random(), Self.completion())
            }
            #expect(error?.isWorthRetrying == true)
        }
    }
}
