import BlobModel
import BlobStoreTesting
import FoundationEssentials
import KeyValueIndex
import Testing

@testable import BlobStore

struct SessionExpiryTests {
    private let scene: UploadScene

    init() throws {
        scene = try UploadScene()
    }

    @Test func `a session expires a day after it was last advanced`() async throws {
        let bytes = UploadScene.bytes(900_000, seed: 3)
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        scene.clock.advance(by: 80_000)
        let offset = try await scene.send(bytes, in: 500_000, to: id, of: shard, upTo: 500_000)
        scene.clock.advance(by: 80_000)
        #expect(try await shard.expireSessions(now: scene.clock.now) == 0)
        #expect(try await shard.upload(id, in: scene.domain).offset == offset)
        scene.clock.advance(by: 6_401)
        await #expect(throws: UploadSessionError.notFound(id)) { try await shard.upload(id, in: scene.domain) }
        await #expect(throws: UploadSessionError.notFound(id)) {
            try await scene.commit(id, bytes, of: shard)
        }
        #expect(try await shard.expireSessions(now: scene.clock.now) == 1)
        #expect(try await shard.expireSessions(now: scene.clock.now) == 0)
        await shard.close()
    }

    @Test func `what a session holds is held until it ends, also in an index that is rebuilt`() async throws {
        let bytes = UploadScene.bytes(900_000, seed: 4)
        let first = try await scene.open()
        let id = try await first.createUpload(in: scene.domain).session
        try await scene.send(bytes, in: 900_000, to: id, of: first)
        #expect(try await heldChunks(of: first).allSatisfy { $0 })
        await first.close()
        try scene.test.removeIndex()
        let second = try await scene.open()
        let before = try await heldChunks(of: second)
        #expect(before.count > 3 && before.allSatisfy { $0 })
        scene.clock.advance(by: 100_000)
        #expect(try await second.expireSessions(now: scene.clock.now) == 1)
        #expect(try await heldChunks(of: second).allSatisfy { !$0 })
        await second.close()
    }

    @Test func `what a committed session held is held by the blob`() async throws {
        let bytes = UploadScene.bytes(900_000, seed: 5)
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        try await scene.send(bytes, in: 900_000, to: id, of: shard)
        _ = try await scene.commit(id, bytes, of: shard)
        #expect(try await heldChunks(of: shard).allSatisfy { $0 })
        await shard.close()
    }

    @Test func `a session that is in use does not expire`() async throws {
        let bytes = UploadScene.bytes(600_000, seed: 6)
        let shard = try await scene.open()
        let domain = scene.domain
        let id = try await shard.createUpload(in: domain).session
        let body = GatedBody(Array(bytes[..<300_000]), then: Array(bytes[300_000...]))
        async let answer = shard.append(
            UploadPart(body: body.stream, offset: 0, endsUpload: true, limit: .max),
            to: id,
            in: domain
        )
        await body.waitForReader()
        #expect(try await shard.expireSessions(now: scene.clock.now + 1_000_000) == 0)
        body.open()
        #expect(try await answer.offset == 600_000)
        await shard.close()
    }

    /// Tells of each chunk of the shard whether it is held.
    private func heldChunks(of shard: Shard) async throws -> [Bool] {
        let domain = scene.domain
        return try await shard.run { (reader) throws(BlobStoreError) in
            let index = reader.index
            return try index.read { (txn) throws(BlobStoreError) in
                let rows = try index.entries(of: index.chunks, over: .prefix(domain.key.bytes), limit: 1_000, txn)
                var held: [Bool] = []
                for row in rows {
                    guard let id = ContentID(bytes: row.key.suffix(32)) else { continue }
                    held.append(try index.isHeld(chunk: id, domainKey: domain.key, txn))
                }
                return held
            }
        }
    }
}
