import BlobAPI
import BlobModel
import BlobStoreTesting
import HTTPTypes
import Synchronization
import Testing

@testable import BlobClient

@Suite struct BlobClusterTests {
    private let domain: DedupDomain
    private let blob = ContentID(of: [1, 2, 3].span)
    private let description: [UInt8]

    init() throws {
        domain = try .sample()
        description = try APICoding.encode(BlobDescription(blob: blob, size: 3))
    }

    @Test func `a call carries secret, epoch, deadline, and the request's identity`() async throws {
        let node = FakeNode([.json(description)])
        try await node.run { base in
            let map = try ClusterScene.map(epoch: 7, base: base)
            try await ClusterScene.withCluster(map) { cluster in
                let description = try await InternalCall.$current.withValue(InternalCall(requestID: "abc")) {
                    try await cluster.description(of: blob, in: domain)
                }
                #expect(description.size == 3)
            }
        }
        let call = try #require(node.calls.first)
        #expect(call.target == InternalPath.description(of: blob, in: domain))
        let shown = ClusterScene.secret.shown(to: try NodeID(validating: "blob-1"))
        #expect(call.headers[.authorization] == "Bearer \(shown.current)")
        #expect(call.headers[.shardMapEpoch] == "7")
        #expect(call.headers[.requestID] == "abc")
        let deadline = try #require(call.headers[.deadline].flatMap(DeadlineField.init(parsing:)))
        #expect(deadline.remaining <= .seconds(15))
    }

    @Test func `nodes that know no secret of their own are shown the caller's, where that is asked for`() async throws {
        let node = FakeNode([.json(description)])
        try await node.run { base in
            let map = try ClusterScene.map(base: base)
            let cluster = BlobCluster(
                map: map,
                secret: ClusterScene.secret,
                scope: .deployment,
                logger: ClusterScene.logger,
                source: { $0 }
            )
            _ = try await cluster.description(of: blob, in: domain)
            try await cluster.shutdown()
        }
        let call = try #require(node.calls.first)
        #expect(call.headers[.authorization] == "Bearer \(ClusterScene.secret.current)")
    }

    @Test func `the request's own deadline shortens the call's`() async throws {
        let node = FakeNode([.json(description)])
        try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base)) { cluster in
                let call = InternalCall(requestID: "abc", deadline: .now + .seconds(2))
                try await InternalCall.$current.withValue(call) {
                    _ = try await cluster.description(of: blob, in: domain)
                }
            }
        }
        let text = try #require(node.calls.first?.headers[.deadline])
        #expect(try #require(DeadlineField(parsing: text)).remaining <= .seconds(2))
    }

    @Test func `a call after the request's deadline is not sent`() async throws {
        let node = FakeNode([.json(description)])
        try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base)) { cluster in
                let call = InternalCall(requestID: "abc", deadline: .now - .seconds(1))
                await #expect(throws: BlobError.self) {
                    try await InternalCall.$current.withValue(call) {
                        _ = try await cluster.description(of: blob, in: domain)
                    }
                }
            }
        }
        #expect(node.calls.isEmpty)
    }

    @Test func `a newer map in a 409 has the source asked, whose map is used at once`() async throws {
        let node = FakeNode([])
        let offers = Mutex<[UInt64]>([])
        try await node.run { base in
            let map = try ClusterScene.map(epoch: 1, base: base)
            // The map of a liar: it would have everything sent elsewhere, for good.
            let lie = try ClusterScene.map(epoch: .max, deployment: map.deployment, base: "http://127.0.0.1:1")
            let truth = try ClusterScene.map(epoch: 2, deployment: map.deployment, base: base)
            let source: BlobCluster.MapSource = { offered in
                offers.withLock { $0.append(offered.epoch) }
                return truth
            }
            node.reset([.problem(.staleShardMap(lie)), .json(description)])
            try await ClusterScene.withCluster(map, source: source) {
                let answer = try await $0.description(of: blob, in: domain)
                #expect(answer.size == 3)
                #expect($0.map == truth)
            }
        }
        #expect(node.calls.map { $0.headers[.shardMapEpoch] } == ["1", "2"])
        #expect(offers.withLock { $0 } == [.max])
    }

    @Test func `a newer map of which the source knows nothing is not adopted, and the call fails`() async throws {
        let node = FakeNode([])
        try await node.run { base in
            let map = try ClusterScene.map(epoch: 1, base: base)
            let lie = try ClusterScene.map(epoch: 2, deployment: map.deployment, base: "http://127.0.0.1:1")
            node.reset([.problem(.staleShardMap(lie))])
            try await ClusterScene.withCluster(map, source: { _ in nil }) { cluster in
                await #expect(throws: BlobError.self) { try await cluster.description(of: blob, in: domain) }
                #expect(cluster.map == map)
            }
        }
        #expect(node.calls.count == ClusterScene.options.attempts)
    }

    @Test func `the source is not asked about a map of another deployment, or one that is not newer`() async throws {
        let map = try ClusterScene.map(epoch: 5, base: "http://127.0.0.1:1")
        try await ClusterScene.withCluster(
            map,
            source: { offered in
                Issue.record("asked about the epoch \(offered.epoch)")
                return offered
            }
        ) { cluster in
            await cluster.learn(try ClusterScene.map(epoch: 9, base: "http://127.0.0.1:2"))
            await cluster.learn(try ClusterScene.map(epoch: 5, deployment: map.deployment, base: "http://a:1"))
            #expect(cluster.map == map)
        }
    }

    @Test func `a map of another deployment or an older one is not adopted`() async throws {
        let map = try ClusterScene.map(epoch: 5, base: "http://127.0.0.1:1")
        try await ClusterScene.withCluster(map) { cluster in
            let foreign = try ClusterScene.map(epoch: 9, base: "http://127.0.0.1:2")
            #expect(!cluster.adopt(foreign))
            let old = try ClusterScene.map(epoch: 5, deployment: map.deployment, base: "http://a:1")
            #expect(!cluster.adopt(old))
            #expect(cluster.map == map)
        }
    }

    @Test func `a call that may be repeated is, as often as the options say`() async throws {
        let node = FakeNode([.problem(APIProblem(.unavailable)), .problem(APIProblem(.misplaced)), .json(description)])
        try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base)) { cluster in
                let answer = try await cluster.description(of: blob, in: domain)
                #expect(answer.size == 3)
            }
        }
        #expect(node.calls.count == 3)
        let stubborn = FakeNode([.problem(APIProblem(.unavailable, detail: "Not now."))])
        try await stubborn.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base)) { cluster in
                await #expect(throws: BlobError.self) { try await cluster.release(.random(), in: domain) }
            }
        }
        #expect(stubborn.calls.count == 3)
    }

    @Test func `a refusal that repeating cannot lift is thrown at once`() async throws {
        let node = FakeNode([.problem(APIProblem(.blobNotFound))])
        try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base)) { cluster in
                await #expect(throws: BlobError.notFound(blob)) {
                    try await cluster.description(of: blob, in: domain)
                }
            }
        }
        #expect(node.calls.count == 1)
    }

    @Test func `an answer that is not of the contract makes the node unavailable`() async throws {
        for answer in [FakeNode.Answer.raw(.ok, [:], [1, 2]), .raw(.badGateway, [:], Array("<html>".utf8))] {
            let node = FakeNode([answer])
            try await node.run { base in
                try await ClusterScene.withCluster(ClusterScene.map(base: base)) { cluster in
                    let error = await #expect(throws: BlobError.self) {
                        try await cluster.description(of: blob, in: domain)
                    }
                    #expect(error?.isWorthRetrying == true)
                }
            }
        }
    }

    @Test func `a node that nobody runs is unavailable`() async throws {
        let map = try ClusterScene.map(base: "http://127.0.0.1:1")
        try await ClusterScene.withCluster(map) { cluster in
            let error = await #expect(throws: BlobError.self) {
                try await cluster.description(of: blob, in: domain)
            }
            #expect(error?.isWorthRetrying == true)
            #expect(error?.isAbsence == false)
        }
    }
}

@Suite struct BlobClusterUploadTests {
    private let domain: DedupDomain

    init() throws {
        domain = try .sample()
    }

    private func stored(_ bytes: [UInt8]) throws -> FakeNode.Answer {
        let blob = ContentID(of: bytes.span)
        return .json(try APICoding.encode(StoredBlob(blob: blob, size: UInt64(bytes.count), addedBytes: 0)))
    }

    @Test func `a small body is sent again, whole, when the node was unavailable`() async throws {
        let bytes = [UInt8](repeating: 5, count: 1000)
        let node = FakeNode([.problem(APIProblem(.unavailable)), try stored(bytes)])
        try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base)) { cluster in
                let body = ByteStream.pieces(of: bytes, length: 100)
                let blob = try await cluster.put(body, as: .random(), in: domain, limit: 1000)
                #expect(blob.size == 1000)
            }
        }
        #expect(node.calls.map(\.body) == [bytes, bytes])
        #expect(node.calls.allSatisfy { $0.target.hasSuffix("?limit=1000") })
        #expect(node.calls.allSatisfy { $0.headers[.contentLength] == "1000" })
    }

    @Test func `a short call does not queue behind uploads that take their time`() async throws {
        let blob = ContentID(of: [1].span)
        let description = try APICoding.encode(BlobDescription(blob: blob, size: 1))
        let session = UploadSession(session: .random(), offset: 0, expires: 1)
        let (held, gate) = AsyncStream<Void>.makeStream()
        let node = FakeNode([.json(try APICoding.encode(session)), .held(held), .json(description)])
        var options = ClusterScene.options
        options.connectionsPerNode = 1
        options.pieceBytes = 256 << 10
        options.callTimeout = .seconds(5)
        options.attempts = 1
        try await node.run { [options] base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
                let body = ByteStream.bytes([UInt8](repeating: 8, count: 1 << 20))
                let upload = Task { try await cluster.put(body, as: .random(), in: domain, limit: 2 << 20) }
                while node.calls.count < 2 { await Task.yield() }
                let answer = try await cluster.description(of: blob, in: domain)
                #expect(answer.size == 1)
                upload.cancel()
                gate.finish()
                _ = await upload.result
            }
        }
    }

    @Test func `a body above the limit is given up without being sent`() async throws {
        let node = FakeNode([.problem(APIProblem(.bodyFailed))])
        try await node.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base)) { cluster in
                let small = ByteStream.bytes([1, 2, 3])
                await #expect(throws: BlobError.tooLarge(limit: 2)) {
                    try await cluster.put(small, as: .random(), in: domain, limit: 2)
                }
                let large = ByteStream.pieces(of: [UInt8](repeating: 1, count: 1 << 20), length: 48 << 10)
                await #expect(throws: BlobError.tooLarge(limit: 600_000)) {
                    try await cluster.put(large, as: .random(), in: domain, limit: 600_000)
                }
            }
        }
        #expect(node.calls.isEmpty)
    }
}
