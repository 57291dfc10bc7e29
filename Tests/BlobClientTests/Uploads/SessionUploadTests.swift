import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import HTTPTypes
import RandomTesting
import Testing

@Suite struct SessionUploadTests {
    private static let pieceBytes = 300_000

    private let domain: DedupDomain
    private let session = UploadSessionID.random()
    private let reference = ReferenceID.random()
    private let bytes: [UInt8]

    init() throws {
        domain = try .sample()
        var random = SeededGenerator(seed: 21)
        bytes = random.bytes(700_000)
    }

    private var options: BlobClientOptions {
        var options = ClusterScene.options
        options.pieceBytes = Self.pieceBytes
        options.piecesPerPart = 1
        return options
    }

    private func at(_ offset: UInt64) throws -> FakeNode.Answer {
        .json(try APICoding.encode(UploadSession(session: session, offset: offset, expires: 1)))
    }

    private func stored() throws -> FakeNode.Answer {
        .json(try APICoding.encode(StoredBlob(blob: ContentID(of: bytes.span), size: 700_000, addedBytes: 1)))
    }

    private func put(
        _ script: [FakeNode.Answer],
        options: BlobClientOptions? = nil,
        _ body: ByteStream? = nil
    ) async throws -> (FakeNode, Result<StoredBlob, any Error>) {
        let node = FakeNode(script)
        let body = body ?? ByteStream.pieces(of: bytes, length: 48 << 10)
        let result = try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options ?? self.options) {
                cluster in
                do {
                    return Result<StoredBlob, any Error>.success(
                        try await cluster.put(body, as: reference, in: domain, limit: 1 << 20)
                    )
                } catch {
                    return .failure(error)
                }
            }
        }
        return (node, result)
    }

    private func offsets(of node: FakeNode) -> [String?] {
        node.calls.filter { $0.method == "PATCH" }.map { $0.headers[.uploadOffset] }
    }

    @Test func `a body longer than a piece goes through a session, each part from the durable offset on`() async throws
    {
        let script = [try at(0), try at(250_000), try at(550_000), try at(700_000), try stored()]
        let (node, result) = try await put(script)
        #expect(try result.get().size == 700_000)
        #expect(node.calls.map(\.method) == ["POST", "PATCH", "PATCH", "PATCH", "PUT"])
        #expect(offsets(of: node) == ["0", "250000", "550000"])
        let parts = node.calls.filter { $0.method == "PATCH" }
        let isSame =
            parts.map(\.body) == [bytes[..<300_000], bytes[250_000..<600_000], bytes[550_000...]].map { Array($0) }
        #expect(isSame)
        #expect(parts.map { $0.headers[.uploadComplete] } == ["?0", "?0", "?1"])
        #expect(parts.allSatisfy { $0.target == InternalPath.upload(session, in: domain) + "?limit=1048576" })
        #expect(parts.allSatisfy { $0.headers[.contentType] == UploadFields.partType })
        #expect(node.calls.last?.target == InternalPath.commit(session, as: reference, in: domain))
        #expect(node.calls.last?.headers[.uploadLength] == "700000")
    }

    @Test func `behind the first piece a part has as many as there is room for`() async throws {
        var random = SeededGenerator(seed: 22)
        let bytes = random.bytes(1_000_000)
        var options = options
        options.piecesPerPart = 2
        let script = [try at(0), try at(250_000), try at(800_000), try at(1_000_000), try stored()]
        let (node, result) = try await put(script, options: options, .pieces(of: bytes, length: 48 << 10))
        _ = try result.get()
        let parts = node.calls.filter { $0.method == "PATCH" }
        let isSame =
            parts.map(\.body) == [bytes[..<300_000], bytes[250_000..<900_000], bytes[800_000...]].map { Array($0) }
        #expect(isSame)
        #expect(parts.map { $0.headers[.uploadComplete] } == ["?0", "?0", "?1"])
    }

    @Test func `a part whose answer is lost is not sent again when it is durable`() async throws {
        let unavailable = FakeNode.Answer.problem(APIProblem(.unavailable))
        let script = [
            try at(0), unavailable, try at(300_000), try at(600_000), unavailable, unavailable, try at(700_000),
            unavailable, try stored(),
        ]
        let (node, result) = try await put(script)
        #expect(try result.get().size == 700_000)
        let methods = ["POST", "PATCH", "GET", "PATCH", "PATCH", "GET", "GET", "PUT", "PUT"]
        #expect(node.calls.map(\.method) == methods)
        #expect(offsets(of: node) == ["0", "300000", "600000"])
    }

    @Test(arguments: [0, 1])
    func `an erased domain ends an upload at once, whichever call says so`(_ calls: Int) async throws {
        let script = Array(repeating: try at(0), count: calls) + [.problem(APIProblem(.domainErased))]
        let (node, result) = try await put(script)
        #expect(throws: BlobError.domainErased(domain)) { try result.get() }
        // After the refusal the session, if there is one, is abandoned; nothing is tried again.
        #expect(node.calls.map(\.method) == (calls == 0 ? ["POST"] : ["POST", "PATCH", "DELETE"]))
    }

    @Test func `a part of which some is durable is sent on from there`() async throws {
        let script = [
            try at(0), .problem(APIProblem(.bodyFailed)), try at(100_000), try at(300_000), try at(600_000),
            try at(700_000), try stored(),
        ]
        let (node, result) = try await put(script)
        #expect(try result.get().size == 700_000)
        #expect(offsets(of: node) == ["0", "100000", "300000", "600000"])
    }

    @Test(arguments: [APIProblem(.uploadBusy), .offsetMismatch(durable: 0)])
    func `a session that a former request still uses is asked again`(_ problem: APIProblem) async throws {
        let script = [
            try at(0), .problem(problem), try at(0), try at(300_000), try at(600_000), try at(700_000), try stored(),
        ]
        let (node, result) = try await put(script)
        #expect(try result.get().size == 700_000)
        #expect(offsets(of: node) == ["0", "0", "300000", "600000"])
    }

    @Test func `a refusal that waiting cannot lift is thrown at once, and the session abandoned`() async throws {
        let script: [FakeNode.Answer] = [
            try at(0), .problem(APIProblem(.insufficientSpace)), .raw(.noContent, [:], []),
        ]
        let (node, result) = try await put(script)
        #expect(throws: BlobError.insufficientSpace) { try result.get() }
        #expect(node.calls.map(\.method) == ["POST", "PATCH", "DELETE"])
    }

    @Test func `a session that is gone is an upload that failed and may be tried again`() async throws {
        let (_, result) = try await put([try at(0), .problem(APIProblem(.uploadNotFound))])
        let error = #expect(throws: BlobError.self) { try result.get() }
        #expect(error?.isWorthRetrying == true && error?.isAbsence == false)
    }

    @Test func `a node that stays away is given up when there was no progress for too long`() async throws {
        var options = options
        options.stallLimit = .milliseconds(30)
        let (node, result) = try await put([try at(0), .problem(APIProblem(.unavailable))], options: options)
        let error = #expect(throws: BlobError.self) { try result.get() }
        #expect(error?.isWorthRetrying == true)
        #expect(node.calls.count > 2)
    }

    @Test(arguments: [299_999, 700_001] as [UInt64])
    func `a node that forgets what was durable, or has more than was sent, is not believed`(
        _ offset: UInt64
    ) async throws {
        let (_, result) = try await put([try at(0), try at(300_000), try at(offset)])
        #expect(throws: BlobError.self) { try result.get() }
    }

    @Test func `an upload that the node refuses does not read on behind the caller's back`() async throws {
        let held = HeldBody(Array(bytes[..<400_000]))
        let script: [FakeNode.Answer] = [try at(0), .early(APIProblem(.insufficientSpace))]
        let (_, result) = try await put(script, held.stream)
        #expect(throws: BlobError.insufficientSpace) { try result.get() }
        #expect(!held.isAwaited)
    }

    @Test func `a cancelled upload abandons its session`() async throws {
        let node = FakeNode([try at(0), try at(300_000), .raw(.noContent, [:], [])])
        let held = HeldBody(Array(bytes[..<400_000]))
        try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
                let upload = Task { try await cluster.put(held.stream, as: reference, in: domain, limit: 1 << 20) }
                await held.waitForReader()
                upload.cancel()
                await #expect(throws: (any Error).self) { try await upload.value }
            }
        }
        // The part that was under way came by a connection of its own: it is recorded before, after it, or not at all.
        #expect(node.calls.map(\.method).filter { $0 != "PATCH" } == ["POST", "DELETE"])
    }

    @Test func `a body that passes the limit abandons its session`() async throws {
        let node = FakeNode([try at(0), try at(300_000), try at(600_000), .raw(.noContent, [:], [])])
        try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
                let body = ByteStream.pieces(of: bytes, length: 48 << 10)
                await #expect(throws: BlobError.tooLarge(limit: 650_000)) {
                    try await cluster.put(body, as: reference, in: domain, limit: 650_000)
                }
            }
        }
        #expect(node.calls.last?.method == "DELETE")
    }
}
