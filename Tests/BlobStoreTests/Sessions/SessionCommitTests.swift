import BlobModel
import BlobStore
import BlobStoreTesting
import Testing

struct SessionCommitTests {
    private let scene: UploadScene
    private let bytes = UploadScene.bytes(700_000, seed: 2)

    init() throws {
        scene = try UploadScene()
    }

    private func uploaded(_ shard: Shard) async throws -> UploadSessionID {
        let id = try await shard.createUpload(in: scene.domain).session
        try await scene.send(bytes, in: 400_000, to: id, of: shard)
        return id
    }

    private func completion(
        _ reference: ReferenceID = .random(),
        length: UInt64 = 700_000,
        blob: ContentID? = nil
    ) -> UploadCompletion {
        UploadCompletion(reference: reference, length: length, blob: blob)
    }

    @Test func `RFC 9530 §3 an upload that is not what was declared is not referenced and may still be committed`()
        async throws
    {
        let shard = try await scene.open()
        let id = try await uploaded(shard)
        let blob = UploadScene.name(of: bytes)
        let reference = ReferenceID.random()
        await #expect(throws: UploadSessionError.digestMismatch(found: blob)) {
            let wrong = completion(reference, blob: UploadScene.name(of: [1]))
            _ = try await shard.commit(id, as: wrong, in: scene.domain)
        }
        await #expect(throws: BlobError.referenceNotFound(reference)) {
            try await shard.blob(of: reference, in: scene.domain)
        }
        let stored = try await shard.commit(id, as: completion(reference, blob: blob), in: scene.domain)
        #expect(stored.blob == blob)
        await shard.close()
    }

    @Test func `a commit may be repeated, also when the shard was opened again in between`() async throws {
        let first = try await scene.open()
        let id = try await uploaded(first)
        let completion = completion(blob: UploadScene.name(of: bytes))
        #expect(try await first.commit(id, as: completion, in: scene.domain).wasPresent == false)
        let again = try await first.commit(id, as: completion, in: scene.domain)
        #expect(again.wasPresent && again.blob == completion.blob && again.size == 700_000)
        await first.close()
        let second = try await scene.open()
        #expect(try await second.commit(id, as: completion, in: scene.domain).wasPresent)
        await second.close()
    }

    @Test func `a repeated commit of other bytes is a conflict`() async throws {
        let shard = try await scene.open()
        let id = try await uploaded(shard)
        let reference = ReferenceID.random()
        _ = try await shard.commit(id, as: completion(reference), in: scene.domain)
        for other in [completion(reference, length: 1), completion(reference, blob: UploadScene.name(of: [1]))] {
            await #expect(throws: BlobError.referenceConflict(reference)) {
                try await shard.commit(id, as: other, in: scene.domain)
            }
        }
        await #expect(throws: UploadSessionError.notFound(id)) {
            try await shard.commit(id, as: completion(), in: scene.domain)
        }
        await shard.close()
    }

    @Test func `a commit under a reference that names other bytes is a conflict, and the session stays`() async throws {
        let shard = try await scene.open()
        let other = try await shard.put([1, 2, 3], in: scene.domain)
        let id = try await uploaded(shard)
        await #expect(throws: BlobError.referenceConflict(other.reference)) {
            try await shard.commit(id, as: completion(other.reference), in: scene.domain)
        }
        #expect(try await shard.commit(id, as: completion(), in: scene.domain).size == 700_000)
        await shard.close()
    }

    @Test func `a commit under a reference that names the same bytes succeeds and ends the session`() async throws {
        let shard = try await scene.open()
        let same = try await shard.put(bytes, in: scene.domain)
        let id = try await uploaded(shard)
        #expect(try await shard.commit(id, as: completion(same.reference), in: scene.domain).wasPresent)
        await #expect(throws: UploadSessionError.notFound(id)) { try await shard.upload(id, in: scene.domain) }
        await shard.close()
    }

    @Test func `an upload that is not all there is not committed`() async throws {
        let shard = try await scene.open()
        let id = try await uploaded(shard)
        await #expect(throws: UploadSessionError.offsetMismatch(durable: 700_000)) {
            try await shard.commit(id, as: completion(length: 700_001), in: scene.domain)
        }
        await shard.close()
    }

    @Test func `an empty upload is an empty blob`() async throws {
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        _ = try await shard.append(UploadScene.part([], at: 0, ends: true), to: id, in: scene.domain)
        let stored = try await shard.commit(id, as: completion(length: 0), in: scene.domain)
        #expect(stored.blob == UploadScene.name(of: []))
        #expect(try await shard.read(stored.blob, in: scene.domain, range: nil).collect(upTo: 1) == [])
        await shard.close()
    }

    @Test func `damage that the digest of a resumed upload would pass over is found`() async throws {
        let first = try await scene.open()
        let id = try await first.createUpload(in: scene.domain).session
        try await scene.send(bytes, in: 500_000, to: id, of: first, upTo: 500_000)
        await first.close()
        try scene.test.flip(1, at: 20_000)
        let second = try await scene.open()
        let error = await #expect(throws: BlobError.self) {
            try await scene.send(bytes, in: 700_000, to: id, of: second)
        }
        guard case .some(.corrupt) = error else {
            Issue.record("\(String(describing: error)) is not damage")
            return
        }
        await second.close()
    }
}
