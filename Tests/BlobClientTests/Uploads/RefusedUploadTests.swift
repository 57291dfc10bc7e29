import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import HTTPTypes
import RandomTesting
import Testing

/// Uploads in parts whose node answers, and cannot take them.
@Suite struct RefusedUploadTests {
    private let domain: DedupDomain
    private let session = UploadSessionID.random()
    private let bytes: [UInt8]
    private let unavailable = FakeNode.Answer.problem(APIProblem(.unavailable, detail: "The shard is not open."))

    init() throws {
        domain = try .sample()
        var random = SeededGenerator(seed: 23)
        bytes = random.bytes(400_000)
    }

    /// Limits under which no upload is given up for want of progress.
    private var options: BlobClientOptions {
        var options = ClusterScene.options
        options.pieceBytes = 300_000
        options.piecesPerPart = 1
        options.stallLimit = .seconds(600)
        return options
    }

    private func at(_ offset: UInt64) throws -> FakeNode.Answer {
        .json(try APICoding.encode(UploadSession(session: session, offset: offset, expires: 1)))
    }

    private func standing(_ state: ShardStatus.State) throws -> FakeNode.Answer {
        let shard = ShardStatus(
            shard: try ShardID(validating: "blob-1-s1"),
            state: state,
            segments: 0,
            segmentBytes: 0,
            liveBytes: 0,
            batches: 0,
            synchronisations: 0
        )
        let node = try NodeID(validating: "blob-1")
        return .json(try APICoding.encode(NodeStatus(node: node, deployment: .random(), epoch: 1, shards: [shard])))
    }

    private func put(_ script: [FakeNode.Answer]) async throws -> (FakeNode, Result<StoredBlob, any Error>) {
        let node = FakeNode(script)
        let result = try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
                let body = ByteStream.pieces(of: bytes, length: 48 << 10)
                do {
                    return Result<StoredBlob, any Error>.success(
                        try await cluster.put(body, as: .random(), in: domain, limit: 1 << 20)
                    )
                } catch {
                    return .failure(error)
                }
            }
        }
        return (node, result)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [ShardStatus.State.readOnly, .failed])
    func `a node whose shard takes nothing is believed at the third refusal, and the session abandoned`(
        _ state: ShardStatus.State
    ) async throws {
        // The session can be read still; its parts are refused.
        let script = [
            try at(0), unavailable, try at(0), unavailable, try at(0), unavailable, try standing(state),
            .raw(.noContent, [:], []),
        ]
        let (node, result) = try await put(script)
        let error = #expect(throws: BlobError.self) { try result.get() }
        #expect(error == .unavailable("unavailable: The shard is not open."))
        #expect(node.calls.map(\.method) == ["POST", "PATCH", "GET", "PATCH", "GET", "PATCH", "GET", "DELETE"])
        #expect(node.calls[6].target == "/internal/v1/status")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a session that the node cannot open is given up at the third refusal`() async throws {
        let (node, result) = try await put([unavailable, unavailable, unavailable, try standing(.failed)])
        #expect(throws: BlobError.self) { try result.get() }
        #expect(node.calls.map(\.method) == ["POST", "POST", "POST", "GET"])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a node that has only just begun, and has no shards yet, is waited for`() async throws {
        let stored = StoredBlob(blob: ContentID(of: bytes.span), size: 400_000, addedBytes: 1)
        let script =
            [try at(0)] + Array(repeating: unavailable, count: 5)
            + [try at(0), try at(300_000), try at(400_000), .json(try APICoding.encode(stored))]
        let (node, result) = try await put(script)
        #expect(try result.get().size == 400_000)
        // The third refusal is looked into: by a question that is refused, too.
        #expect(node.calls.filter { $0.target == "/internal/v1/status" }.count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a shard that takes bytes is tried again, whatever it refused before`() async throws {
        let stored = StoredBlob(blob: ContentID(of: bytes.span), size: 400_000, addedBytes: 1)
        let script = [
            unavailable, unavailable, unavailable, try standing(.ready), try at(0), try at(300_000), try at(400_000),
            .json(try APICoding.encode(stored)),
        ]
        let (_, result) = try await put(script)
        #expect(try result.get().size == 400_000)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [ErrorCode.internal, .peerUnauthenticated, .malformed])
    func `what no waiting changes is thrown at once`(_ code: ErrorCode) async throws {
        let (node, result) = try await put([try at(0), .problem(APIProblem(code)), .raw(.noContent, [:], [])])
        let error = #expect(throws: BlobError.self) { try result.get() }
        #expect(error?.isWorthRetrying == true)
        #expect(node.calls.map(\.method) == ["POST", "PATCH", "DELETE"])
    }
}
