import BlobModel
import BlobStoreTesting
import FoundationEssentials
import Testing

@testable import BlobStore

/// Upload sessions in an encrypted shard.
struct EncryptedSessionTests {
    private let scene: UploadScene
    private let ring = MasterKeyRing(current: .random())
    private let bytes = UploadScene.bytes(900_000, seed: 8)

    init() throws {
        scene = try UploadScene()
    }

    private func open() async throws -> Shard {
        try await scene.open { [ring] in $0.masterKeys = ring }
    }

    /// Tells of each chunk of the shard whether it is encrypted.
    private func areEncrypted(in shard: Shard) throws -> [Bool] {
        try shard.rows(\.chunks).compactMap { ChunkLocation(decoding: $0.value)?.flags.contains(.encrypted) }
    }

    private func read(_ stored: StoredBlob, from shard: Shard) async throws -> [UInt8] {
        try await shard.read(stored.blob, in: scene.domain, range: nil).collect(upTo: bytes.count)
    }

    @Test(arguments: [false, true])
    func `a session goes on after opening again, and is a blob of encrypted chunks`(_ isIndexLost: Bool) async throws {
        let first = try await open()
        let id = try await first.createUpload(in: scene.domain).session
        let offset = try await scene.send(bytes, in: 250_000, to: id, of: first, upTo: 500_000)
        await first.close()
        if isIndexLost { try scene.test.removeIndex() }
        let second = try await open()
        #expect(try await second.upload(id, in: scene.domain).offset == offset && offset > 0)
        try await scene.send(bytes, in: 250_000, to: id, of: second)
        let stored = try await scene.commit(id, bytes, of: second)
        #expect(stored.blob == UploadScene.name(of: bytes))
        #expect(try await read(stored, from: second) == bytes)
        let encrypted = try areEncrypted(in: second)
        #expect(encrypted.count > 5 && encrypted.allSatisfy { $0 })
        await second.close()
    }

    @Test func `a session that was opened before encryption was switched on ends as one blob`() async throws {
        let plain = try await scene.open()
        let id = try await plain.createUpload(in: scene.domain).session
        try await scene.send(bytes, in: 500_000, to: id, of: plain, upTo: 500_000)
        await plain.close()
        let shard = try await open()
        try await scene.send(bytes, in: 500_000, to: id, of: shard)
        let stored = try await scene.commit(id, bytes, of: shard)
        #expect(try Set(areEncrypted(in: shard)) == [false, true])
        #expect(try await read(stored, from: shard) == bytes)
        await shard.close()
        try scene.test.removeIndex()
        let again = try await open()
        #expect(try await read(stored, from: again) == bytes)
        await again.close()
        #expect(try StoppedShard(at: scene.test.path, masterKeys: ring).verify().findings.isEmpty)
    }

    @Test func `what an expired session held is collected`() async throws {
        let shard = try await open()
        let id = try await shard.createUpload(in: scene.domain).session
        try await scene.send(bytes, in: 900_000, to: id, of: shard)
        scene.clock.advance(by: 86_401)
        #expect(try await shard.expireSessions(now: scene.clock.now) == 1)
        scene.clock.advance(by: 86_401)
        try await shard.collect(now: scene.clock.now)
        #expect(try shard.rows(\.chunks).isEmpty && shard.rows(\.members).isEmpty)
        await shard.close()
    }
}
