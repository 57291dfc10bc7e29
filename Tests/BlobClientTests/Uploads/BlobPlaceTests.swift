import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import Testing

/// The shard that an upload is said to be on.
@Suite struct BlobPlaceTests {
    private let domain: DedupDomain
    private let bytes = [UInt8](repeating: 7, count: 1000)

    init() throws {
        domain = try .sample()
    }

    /// Returns a newer map by which a second shard of the node has every domain.
    private func moved(_ map: ShardMap) throws -> ShardMap {
        try ShardMap(
            epoch: map.epoch + 1,
            deployment: map.deployment,
            nodes: map.nodes,
            shards: map.shards + [ShardEntry(id: try ShardID(validating: "blob-1-s2"), node: map.nodes[0].id)],
            slots: [UInt16](repeating: 1, count: Slot.count)
        )
    }

    private func stored() throws -> FakeNode.Answer {
        .json(try APICoding.encode(StoredBlob(blob: ContentID(of: bytes.span), size: 1000, addedBytes: 0)))
    }

    private func session(at offset: UInt64) throws -> FakeNode.Answer {
        .json(try APICoding.encode(UploadSession(session: .random(), offset: offset, expires: 1)))
    }

    private func place(
        pieceBytes: Int,
        _ script: @Sendable (ShardMap) throws -> [FakeNode.Answer]
    ) async throws -> BlobPlace? {
        let node = FakeNode([])
        var options = ClusterScene.options
        options.pieceBytes = pieceBytes
        return try await node.run { [options] base in
            let map = try ClusterScene.map(epoch: 4, base: base)
            node.reset(try script(map))
            return try await ClusterScene.withCluster(map, options: options) { cluster in
                try await cluster.put(.bytes(bytes), as: .random(), in: domain, limit: 1000).place
            }
        }
    }

    @Test func `an upload is on the shard of the map by which it was sent`() async throws {
        let place = try await place(pieceBytes: 4096) { _ in [try stored()] }
        #expect(place == BlobPlace(shard: try ShardID(validating: "blob-1-s1"), epoch: 4))
    }

    @Test func `an upload that was sent again by a newer map is on the shard of that one`() async throws {
        let place = try await place(pieceBytes: 4096) { map in
            [.problem(.staleShardMap(try moved(map))), try stored()]
        }
        #expect(place == BlobPlace(shard: try ShardID(validating: "blob-1-s2"), epoch: 5))
    }

    @Test func `an upload in parts is on the shard of the map by which it was committed`() async throws {
        let place = try await place(pieceBytes: 600) { _ in
            [try session(at: 0), try session(at: 600), try session(at: 1000), try stored()]
        }
        #expect(place == BlobPlace(shard: try ShardID(validating: "blob-1-s1"), epoch: 4))
    }

    @Test func `an upload in parts whose slot moves in the middle fails, and may be tried again`() async throws {
        let error = await #expect(throws: BlobError.self) {
            try await place(pieceBytes: 600) { map in
                let stale = FakeNode.Answer.problem(.staleShardMap(try moved(map)))
                // The other shard knows nothing of the session.
                return [try session(at: 0), stale, .problem(APIProblem(.uploadNotFound))]
            }
        }
        #expect(error?.isWorthRetrying == true)
    }

    @Test func `the place is the caller's knowledge, and no part of the JSON`() throws {
        var blob = StoredBlob(blob: ContentID(of: bytes.span), size: 1000, addedBytes: 0)
        let plain = try APICoding.encode(blob)
        blob.place = BlobPlace(shard: try ShardID(validating: "s"), epoch: 1)
        #expect(try APICoding.encode(blob) == plain)
        #expect(try APICoding.decode(StoredBlob.self, from: plain).place == nil)
    }
}
