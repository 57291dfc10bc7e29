import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import KeyValueIndex
import RandomTesting
import Testing

@testable import BlobStore

/// Batches that go on: windows of uploads that are in the log, and wait for the synchronisation of a commit.
struct OpenBatchTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open(
        on fileSystem: any FileSystem = LocalFileSystem(),
        unsynchronised limit: Int = 16 << 20
    ) async throws -> Shard {
        try await test.open(on: fileSystem) { options in
            options.uploadWindowByteCount = 100_000
            options.unsynchronisedByteLimit = limit
        }
    }

    private func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return random.bytes(count)
    }

    private func size(ofSegment number: Int) throws -> UInt64 {
        try LocalFileSystem().openForReading(at: test.segment(number)).size()
    }

    /// Checks that blobs are there, also for who knows nothing but the log.
    private func requireAfterRebuild(_ blobs: [PutBlob], andNot absent: PutBlob? = nil) async throws {
        try test.removeIndex()
        let shard = try await open()
        for blob in blobs {
            let isSame = try await shard.bytes(of: blob) == blob.bytes
            #expect(isSame)
        }
        if let absent {
            await #expect(throws: BlobError.referenceNotFound(absent.reference)) { try await shard.bytes(of: absent) }
        }
        await shard.close()
    }

    @Test func `an upload of many windows costs one synchronisation and one commit`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await open(on: fileSystem)
        try await shard.put([1], in: domain)
        let before = (fileSystem.count(of: .synchronise), try await shard.statistics().batches)
        let blob = try await shard.put(bytes(3_000_000, seed: 1), in: domain)
        #expect(fileSystem.count(of: .synchronise) - before.0 == 1)
        #expect(try await shard.statistics().batches - before.1 == 1)
        await shard.close()
        try await requireAfterRebuild([blob])
    }

    @Test func `what waits for a synchronisation is bounded`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await open(on: fileSystem, unsynchronised: 500_000)
        try await shard.put([1], in: domain)
        let before = fileSystem.count(of: .synchronise)
        let blob = try await shard.put(bytes(3_000_000, seed: 2), in: domain)
        // One for 500,000 bytes, to which a window may lack, and one for the end.
        #expect((5...7).contains(fileSystem.count(of: .synchronise) - before))
        await shard.close()
        try await requireAfterRebuild([blob])
    }

    @Test func `an append to an upload session costs one synchronisation`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await open(on: fileSystem)
        let id = try await shard.createUpload(in: domain).session
        let before = fileSystem.count(of: .synchronise)
        let bytes = bytes(2_000_000, seed: 3)
        let answer = try await shard.append(UploadScene.part(bytes, at: 0, ends: true), to: id, in: domain)
        #expect(answer.offset == 2_000_000)
        #expect(fileSystem.count(of: .synchronise) - before == 1)
        #expect(try await shard.upload(id, in: domain).offset == 2_000_000)
        await shard.close()
    }

    @Test func `a small upload makes durable what others have appended, and does not wait for their end`() async throws
    {
        let fileSystem = FaultyFileSystem()
        let shard = try await open(on: fileSystem)
        let large = PutBlob(reference: .random(), domain: domain, bytes: bytes(2_000_000, seed: 4))
        let body = GatedBody(Array(large.bytes[..<1_000_000]), then: Array(large.bytes[1_000_000...]))
        async let stored = shard.put(body.stream, as: large.reference, in: domain, limit: .max)
        await body.waitForReader()
        let before = fileSystem.count(of: .synchronise)
        let small = try await shard.put(bytes(500, seed: 5), in: domain)
        #expect(fileSystem.count(of: .synchronise) - before <= 2)
        body.open()
        #expect(try await stored.addedBytes == 2_000_000)
        await shard.close()
        try await requireAfterRebuild([small, large])
    }

    @Test func `a disk that is full in the middle of an upload takes nothing from the others`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await open(on: fileSystem)
        let first = try await shard.put(bytes(500, seed: 6), in: domain)
        let large = PutBlob(reference: .random(), domain: domain, bytes: bytes(2_000_000, seed: 7))
        let body = GatedBody(Array(large.bytes[..<1_000_000]), then: Array(large.bytes[1_000_000...]))
        let refused = Task { [domain] in
            try await shard.put(body.stream, as: large.reference, in: domain, limit: .max)
        }
        await body.waitForReader()
        fileSystem.failAll(.write, with: .noSpace(after: 30_000))
        body.open()
        await #expect(throws: BlobError.insufficientSpace) { try await refused.value }
        fileSystem.heal()
        let second = try await shard.put(bytes(500, seed: 8), in: domain)
        #expect(try await shard.bytes(of: first) == first.bytes)
        await shard.close()
        try await requireAfterRebuild([first, second], andNot: large)
    }

    @Test func `a failed synchronisation of an upload's windows stops the writes, and nothing of them is known`()
        async throws
    {
        let fileSystem = FaultyFileSystem()
        let shard = try await open(on: fileSystem, unsynchronised: 500_000)
        let kept = try await shard.put(bytes(500, seed: 9), in: domain)
        fileSystem.fail(.synchronise(fileSystem.count(of: .synchronise) + 2), with: .inputOutput)
        let lost = PutBlob(reference: .random(), domain: domain, bytes: bytes(3_000_000, seed: 10))
        await #expect(throws: BlobError.self) { try await shard.put(lost) }
        #expect(!shard.isWritable)
        #expect(try await shard.bytes(of: kept) == kept.bytes)
        await shard.close()
        try await requireAfterRebuild([kept], andNot: lost)
    }

    @Test func `a shard that is closed leaves no part of a batch behind`() async throws {
        let shard = try await open()
        let kept = try await shard.put(bytes(500, seed: 11), in: domain)
        let size = try size(ofSegment: 1)
        let body = GatedBody(bytes(1_000_000, seed: 12), then: [1])
        let interrupted = Task { [domain] in
            try await shard.put(body.stream, as: .random(), in: domain, limit: .max)
        }
        await body.waitForReader()
        await shard.close()
        body.open()
        await #expect(throws: BlobError.self) { try await interrupted.value }
        #expect(try self.size(ofSegment: 1) == size)
        try await requireAfterRebuild([kept])
    }

    @Test func `an append that was refused half-way goes on from where the shard says`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await open(on: fileSystem)
        let id = try await shard.createUpload(in: domain).session
        let bytes = bytes(1_000_000, seed: 13)
        fileSystem.fail(.write(fileSystem.count(of: .write) + 3), with: .noSpace(after: 10))
        await #expect(throws: BlobError.insufficientSpace) {
            try await shard.append(UploadScene.part(bytes, at: 0, ends: true), to: id, in: domain)
        }
        // Nothing came between that would have made the first windows durable.
        #expect(try await shard.upload(id, in: domain).offset == 0)
        let error = await #expect(throws: UploadSessionError.self) {
            try await shard.append(UploadScene.part(bytes, at: 0, ends: true), to: id, in: domain)
        }
        let offset = try await shard.upload(id, in: domain).offset
        #expect(offset > 0 && error == .offsetMismatch(durable: offset))
        let rest = UploadScene.part(bytes[Int(offset)...], at: offset, ends: true)
        #expect(try await shard.append(rest, to: id, in: domain).offset == 1_000_000)
        let completion = UploadCompletion(reference: .random(), length: 1_000_000)
        #expect(try await shard.commit(id, as: completion, in: domain).blob == UploadScene.name(of: bytes))
        await shard.close()
    }

    @Test func `what an upload brought that then failed is durable, and used by the next attempt`() async throws {
        let shard = try await open()
        let bytes = bytes(1_000_000, seed: 18)
        await #expect(throws: BlobError.tooLarge(limit: 999_999)) {
            let body = ByteStream.pieces(of: bytes, length: 60_000)
            return try await shard.put(body, as: .random(), in: domain, limit: 999_999)
        }
        let left = try shard.names(\.chunks, of: domain).count
        #expect(left > 0)
        await shard.close()
        try test.removeIndex()
        let again = try await open()
        #expect(try again.names(\.chunks, of: domain).count == left)
        let blob = PutBlob(reference: .random(), domain: domain, bytes: bytes)
        #expect(try await again.put(blob).addedBytes < 500_000)
        await again.close()
        try await requireAfterRebuild([blob])
    }

    @Test func `a batch that misses a chunk is taken out whole, and what it brought may come again`() async throws {
        let shard = try await open()
        let (lost, window) = (NamedChunk(bytes(100, seed: 14)), NamedChunk(bytes(100, seed: 15)))
        try await shard.submit(.append([lost]), in: domain)
        let session = UploadSessionID.random()
        try await shard.submit(.advance(session, at: 0, [], expires: .max), in: domain)
        let size = try size(ofSegment: 1)
        let change = WriteOperation.Change.advance(session, at: 0, [lost, window], expires: .max)
        try await shard.submit(change, in: domain, answer: .whenAppended)
        try await forget(lost, in: shard)
        let blob = CutBlob([bytes(300, seed: 16)])
        await #expect(throws: BlobStoreError.chunkMissing(lost.id)) {
            try await shard.put(blob, as: .random(), in: domain)
        }
        #expect(try self.size(ofSegment: 1) == size)
        try await shard.put(blob, as: .random(), in: domain)
        #expect(try await shard.upload(session, in: domain).offset == 0)
        try await shard.submit(change, in: domain)
        #expect(try await shard.upload(session, in: domain).offset == 200)
        await shard.close()
    }

    @Test func `who waits for a chunk that is in the log alone makes it durable`() async throws {
        let shard = try await open()
        let chunk = NamedChunk(bytes(100, seed: 17))
        try await shard.submit(.append([chunk]), in: domain, answer: .whenAppended)
        #expect(try shard.names(\.chunks, of: domain).isEmpty)
        #expect(try await shard.submit(.append([chunk]), in: domain).addedBytes == 0)
        #expect(try shard.names(\.chunks, of: domain) == [chunk.id])
        let blob = try await shard.put(chunk.bytes, in: domain)
        await shard.close()
        try await requireAfterRebuild([blob])
    }

    @Test func `nothing is written to settle what is settled`() async throws {
        let shard = try await open()
        try await shard.put([1], in: domain)
        let size = try size(ofSegment: 1)
        try await shard.submit(.settle, in: domain)
        #expect(try self.size(ofSegment: 1) == size)
        await shard.close()
    }

    /// Removes a chunk's row, as a collection would that comes between.
    private func forget(_ chunk: NamedChunk, in shard: Shard) async throws {
        let key = IndexKey.content(chunk.id, domainKey: domain.key)
        try await shard.openParts().writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in try index.delete(key, in: index.chunks, &txn) }
        }
    }
}
