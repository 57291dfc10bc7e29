import BlobAPI
import BlobModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import BlobService

@Suite struct PlacedCallTests {
    private let scene: NodeScene

    init() throws {
        scene = try NodeScene(epoch: 3)
    }

    private func read(epoch: String?) async throws -> TestResponse {
        var call = scene.call
        call[.shardMapEpoch] = epoch
        let fields = call
        let path = InternalPath.reference(.random(), in: scene.domain)
        return try await scene.internalApplication.test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: fields) { $0 }
        }
    }

    @Test func `a caller with an older map gets 409 with the node's newer one`() async throws {
        let response = try await read(epoch: "2")
        #expect(response.status == .conflict)
        #expect(response.problem?.code == .staleShardMap)
        #expect(response.problem?.shardMap == scene.map)
    }

    @Test func `a caller with a newer map makes the node look, and is served when the front has it`() async throws {
        let newer = try NodeScene.map(epoch: 4, deployment: scene.map.deployment, node: scene.node)
        let runtime = try scene.runtime(newer)
        scene.signal.open()
        async let looked: Void = {
            for await _ in scene.signal.wishes {
                scene.state.replace(with: runtime)
                scene.signal.looked()
            }
        }()
        let response = try await read(epoch: "4")
        #expect(response.problem?.code == .referenceNotFound)
        scene.signal.close()
        await looked
    }

    @Test func `a caller whose map the node cannot learn of gets 503`() async throws {
        let response = try await read(epoch: "4")
        #expect(response.status == .serviceUnavailable)
        #expect(response.problem?.code == .unavailable)
    }

    @Test(arguments: [nil, "", "x", "-1", "03", "3.0"])
    func `a call without a proper epoch is 400`(_ epoch: String?) async throws {
        #expect(try await read(epoch: epoch).problem?.code == .malformed)
    }

    @Test func `a key that the front has meanwhile is learnt from it`() async throws {
        let blob = try await scene.store([1, 2, 3])
        let newID = try SigningKeyID(validating: "k2")
        let secret = [UInt8](repeating: 9, count: SigningKey.secretByteCount)
        let roots = try scene.roots.adding(newID, secret: secret).activating(newID)
        let grant = try DownloadGrant(domain: scene.domain, blob: blob, filename: "a", mediaType: "text/plain")
        let keys = roots.derived(for: scene.node)
        let url = SignedURL.mint(grant, with: keys, lifetime: .seconds(600), now: NodeScene.now)
        let runtime = try scene.runtime(scene.map, roots: roots)
        scene.signal.open()
        async let looked: Void = {
            for await _ in scene.signal.wishes {
                scene.state.replace(with: runtime)
                scene.signal.looked()
            }
        }()
        let response = try await scene.publicApplication.test(.router) { client in
            try await client.execute(uri: url.pathAndQuery, method: .get) { $0 }
        }
        #expect(response.status == .ok)
        scene.signal.close()
        await looked
    }
}

@Suite struct ReadinessTests {
    private func ready(_ scene: NodeScene) async throws -> [HTTPResponse.Status] {
        let ofPublic = try await scene.publicApplication.test(.router) { client in
            try await client.execute(uri: "/readyz", method: .get) { $0.status }
        }
        let ofInternal = try await scene.internalApplication.test(.router) { client in
            try await client.execute(uri: "/readyz", method: .get) { $0.status }
        }
        return [ofPublic, ofInternal]
    }

    @Test func `a node with an assignment is ready on both listeners`() async throws {
        #expect(try await ready(NodeScene()) == [.ok, .ok])
    }

    @Test func `readiness is told although a writer is busy`() async throws {
        let scene = try NodeScene()
        scene.storage.hangs.withLock { $0 = true }
        #expect(try await ready(scene) == [.ok, .ok])
    }

    @Test func `a node whose only shard takes no writes serves what it has, and is ready`() async throws {
        let scene = try NodeScene()
        let status = ShardStatus(
            shard: try ShardID(validating: "blob-1-s1"),
            state: .readOnly,
            segments: 0,
            segmentBytes: 0,
            liveBytes: 0,
            batches: 0,
            synchronisations: 0
        )
        scene.storage.statuses.withLock { $0 = [status] }
        #expect(try await ready(scene) == [.ok, .ok])
    }

    @Test func `a node of which no shard is open is not ready`() async throws {
        let scene = try NodeScene()
        scene.storage.closed.withLock { $0 = scene.assignment().shards }
        #expect(try await ready(scene) == [.serviceUnavailable, .serviceUnavailable])
    }
}
