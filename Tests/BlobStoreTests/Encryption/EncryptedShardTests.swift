import BlobModel
import BlobStoreTesting
import DurableIO
import KeyValueIndex
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

struct EncryptedShardTests {
    private let test: TestShard
    private let domain: DedupDomain
    private let other: DedupDomain
    private let ring = MasterKeyRing(current: .random())

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
        other = try DedupDomain(validating: "other")
    }

    private func open(_ change: (inout ShardOptions) -> Void = { _ in }) async throws -> Shard {
        try await test.open {
            $0.masterKeys = ring
            change(&$0)
        }
    }

    @Test(arguments: BlobStorageConformance.allCases)
    func `an encrypted shard keeps the contract`(_ rule: BlobStorageConformance) async throws {
        let shard = try await open { $0.segmentByteLimit = 1 << 20 }
        try await rule.check(shard)
        await shard.close()
    }

    @Test func `everything is there after opening again, and after losing the index`() async throws {
        var random = SeededGenerator(seed: 1)
        let shard = try await open { $0.segmentByteLimit = 1 << 20 }
        var blobs: [PutBlob] = []
        for size in [0, 1, 70_000, 3_000_000] { blobs.append(try await shard.put(random.bytes(size), in: domain)) }
        blobs.append(try await shard.put(blobs[3].bytes, in: other))
        let before = try await shard.statistics()
        await shard.close()
        for isIndexLost in [false, true] {
            if isIndexLost { try test.removeIndex() }
            let again = try await open()
            for blob in blobs {
                #expect(try await again.bytes(of: blob) == blob.bytes)
                let told = try await again.blob(of: blob.reference, in: blob.domain)
                #expect(told == BlobDescription(blob: ContentID(of: blob.bytes.span), size: UInt64(blob.bytes.count)))
            }
            #expect(try await again.statistics().liveBytes == before.liveBytes)
            await again.close()
        }
    }

    @Test func `a rebuilt index knows the members of encrypted manifests`() async throws {
        var random = SeededGenerator(seed: 2)
        let shard = try await open()
        try await shard.put(random.bytes(1_000_000), in: domain)
        let members = try Self.memberCount(in: shard)
        await shard.close()
        try test.removeIndex()
        let again = try await open()
        #expect(try Self.memberCount(in: again) == members && members > 5)
        await again.close()
    }

    @Test func `equal content is stored once within a domain, and again in another`() async throws {
        var random = SeededGenerator(seed: 3)
        let shard = try await open()
        var bytes = random.bytes(4 << 20)
        let first = try await shard.put(PutBlob(reference: .random(), domain: domain, bytes: bytes))
        let second = try await shard.put(PutBlob(reference: .random(), domain: domain, bytes: bytes))
        #expect(first.addedBytes == 4 << 20 && second.addedBytes == 0)
        #expect(first.blob == second.blob && first.blob == ContentID(of: bytes.span))
        let elsewhere = try await shard.put(PutBlob(reference: .random(), domain: other, bytes: bytes))
        #expect(elsewhere.addedBytes == 4 << 20)
        bytes.replaceSubrange(1_000_000..<1_000_100, with: random.bytes(300))
        let edited = try await shard.put(PutBlob(reference: .random(), domain: domain, bytes: bytes))
        #expect(edited.addedBytes < 700_000, "\(edited.addedBytes) bytes were added")
        await shard.close()
    }

    @Test func `ranges are cut from what was opened`() async throws {
        var random = SeededGenerator(seed: 4)
        let shard = try await open()
        let blob = try await shard.put(random.bytes(2 << 20), in: domain)
        let content = ContentID(of: blob.bytes.span)
        for range in [0..<UInt64(2 << 20), 100_000..<1_900_001, 7..<8, 5..<5] {
            let bytes = try await shard.read(content, in: domain, range: range).collect(upTo: 4 << 20)
            #expect(bytes == Array(blob.bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
        }
        await shard.close()
    }

    @Test func `encrypted bytes are never offered where they lie`() async throws {
        let shard = try await open()
        let small = try await shard.put([UInt8](repeating: 1, count: 40_000), in: domain)
        let content = ContentID(of: small.bytes.span)
        #expect(try await shard.sendableRegions(of: content, in: domain) == nil)
        await #expect(throws: BlobError.self) { try await shard.regions(of: content, in: domain) }
        let found = try shard.openParts().reader.small(content, in: domain, upTo: 1 << 20, allowingRegions: true)
        guard case .bytes(small.bytes) = found else {
            Issue.record("the small blob was not read")
            return
        }
        await shard.close()
    }

    @Test func `a missing or wrong master key is refused at the opening`() async throws {
        let shard = try await open()
        try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        let path = test.path.appending("keys").appending("MASTER")
        await #expect(throws: BlobStoreError.keys(path, .masterKeyMissing(ring.current.id))) { try await test.open() }
        let wrong = MasterKeyRing(current: .random())
        await #expect(
            throws: BlobStoreError.keys(path, .masterKeyUnknown(ring.current.id, given: [wrong.current.id]))
        ) { try await test.open { $0.masterKeys = wrong } }
        await (try open()).close()
    }

    @Test func `what was stored before there was a master key stays readable, and new content is encrypted`()
        async throws
    {
        var random = SeededGenerator(seed: 5)
        let plain = try await test.open()
        let old = try await plain.put(random.bytes(900_000), in: domain)
        let small = try await plain.put(random.bytes(10), in: domain)
        await plain.close()
        for isIndexLost in [false, true] {
            if isIndexLost { try test.removeIndex() }
            let shard = try await open()
            let new = try await shard.put(random.bytes(900_000), in: domain)
            for blob in [old, small, new] { #expect(try await shard.bytes(of: blob) == blob.bytes) }
            #expect(try await shard.sendableRegions(of: ContentID(of: small.bytes.span), in: domain) != nil)
            #expect(try await shard.sendableRegions(of: ContentID(of: new.bytes.span), in: domain) == nil)
            // The same reference with the same bytes, and the same bytes under another one.
            #expect(try await shard.put(old).wasPresent)
            let again = try await shard.put(old.bytes, in: domain)
            #expect(try await shard.bytes(of: again) == old.bytes)
            #expect(try await shard.sendableRegions(of: ContentID(of: old.bytes.span), in: domain) == nil, "encrypted")
            await shard.close()
        }
    }

    @Test func `an upload session is encrypted, also across an opening`() async throws {
        var random = SeededGenerator(seed: 6)
        let bytes = random.bytes(1_500_000)
        let shard = try await open()
        let session = try await shard.createUpload(in: domain).session
        let body = ByteStream.pieces(of: Array(bytes[..<800_000]), length: 50_000)
        let part = UploadPart(body: body, offset: 0, endsUpload: false, limit: .max)
        let offset = try await shard.append(part, to: session, in: domain).offset
        await shard.close()
        let again = try await open()
        let rest = UploadPart(
            body: .pieces(of: Array(bytes[Int(offset)...]), length: 50_000),
            offset: offset,
            endsUpload: true,
            limit: .max
        )
        _ = try await again.append(rest, to: session, in: domain)
        let blob = PutBlob(reference: .random(), domain: domain, bytes: bytes)
        let stored = try await again.commit(
            session,
            as: UploadCompletion(reference: blob.reference, length: 1_500_000),
            in: domain
        )
        #expect(stored.blob == ContentID(of: bytes.span))
        #expect(try await again.bytes(of: blob) == bytes)
        #expect(try await again.sendableRegions(of: stored.blob, in: domain) == nil)
        #expect(try await again.put(bytes, in: domain).bytes == bytes)
        await again.close()
    }

    @Test func `a lost key file is named, not taken for absence, and not replaced`() async throws {
        var random = SeededGenerator(seed: 8)
        let shard = try await open()
        let blob = try await shard.put(random.bytes(700_000), in: domain)
        let safe = try await shard.put([4], in: other)
        await shard.close()
        let path = test.path.appending("keys").appending("\(domain.key).key")
        let file = try LocalFileSystem().contents(at: path)
        try LocalFileSystem().remove(at: path)
        let again = try await open()
        let refusal = BlobError.unavailable("\(BlobStoreError.keys(path, .keyMissing))")
        let content = ContentID(of: blob.bytes.span)
        await #expect(throws: refusal) { try await again.bytes(of: blob) }
        await #expect(throws: refusal) { try await again.read(content, in: domain, range: nil) }
        await #expect(throws: refusal) { try await again.put([5], in: domain) }
        #expect(try await again.bytes(of: safe) == safe.bytes)
        await again.close()
        try test.removeIndex()
        await #expect(throws: BlobStoreError.self) { try await open() }
        try LocalFileSystem().replaceFile(at: path, with: file)
        let restored = try await open()
        #expect(try await restored.bytes(of: blob) == blob.bytes)
        await restored.close()
    }

    @Test func `a rotation on an open shard disturbs nobody`() async throws {
        var random = SeededGenerator(seed: 7)
        let shard = try await open()
        let blob = try await shard.put(random.bytes(100_000), in: domain)
        await shard.close()
        let next = MasterKey.random()
        let rotating = try await test.open { $0.masterKeys = MasterKeyRing(current: next, previous: ring.current) }
        #expect(try await rotating.masterKeyStatus().isRotationDue)
        async let rotation = rotating.rotateMasterKey()
        let new = try await rotating.put(random.bytes(100_000), in: other)
        #expect(try await rotating.bytes(of: blob) == blob.bytes)
        #expect(try await rotation.isFinished)
        await rotating.close()
        let again = try await test.open { $0.masterKeys = MasterKeyRing(current: next) }
        for kept in [blob, new] { #expect(try await again.bytes(of: kept) == kept.bytes) }
        #expect(try await again.masterKeyStatus().wrapped == 2)
        await again.close()
    }

    private static func memberCount(in shard: Shard) throws -> Int {
        let index = try shard.openParts().reader.index
        return try index.read { (txn) throws(BlobStoreError) in
            try index.entries(of: index.members, over: .prefix([]), limit: 1_000, txn).count
        }
    }
}
