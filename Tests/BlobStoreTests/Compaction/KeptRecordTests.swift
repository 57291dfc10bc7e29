import BlobModel
import BlobStoreTesting
import DurableIO
import FoundationEssentials
import KeyValueIndex
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// What compaction keeps and drops, kind by kind.
struct KeptRecordTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open() async throws -> Shard {
        try await test.open { options in
            CompactionScene.settings(&options)
            // Whatever has one dead byte is worth it, and what is tiny too.
            options.segmentByteLimit = 100_000
            options.compactionLiveShare = 1
        }
    }

    private func bytes(_ seed: UInt64, _ count: Int = 60_000) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return random.bytes(count)
    }

    /// Returns the records of all segments that compaction wrote.
    private func compactedRecords() throws -> [SegmentRecord] {
        let directory = SegmentDirectory(path: test.path.appending("segments"), fileSystem: LocalFileSystem())
        var records: [SegmentRecord] = []
        for name in try directory.names() where name.generation > 0 {
            let reader = try SegmentReader.open(name.rawValue, in: directory, shard: test.identity.shard)
            var replay = SegmentReplay(reader, from: LogPosition(header: reader.header))
            while let batch = try replay.nextBatch() { records += batch.records.map(\.record) }
            #expect(replay.ending == .sealed)
        }
        return records
    }

    private func references(_ records: [SegmentRecord]) -> (added: Set<ReferenceID>, released: Set<ReferenceID>) {
        var (added, released): (Set<ReferenceID>, Set<ReferenceID>) = ([], [])
        for record in records {
            switch record.content {
            case .referenceAdded(let reference, _): added.insert(reference)
            case .referenceReleased(let reference, _): released.insert(reference)
            default: break
            }
        }
        return (added, released)
    }

    @Test func `an extent keeps its live chunks only, and its sequence number`() async throws {
        let shard = try await open()
        let whole = bytes(1, 600_000)
        let blob = try await shard.put(whole, in: domain)
        let chunks = try shard.rows(\.chunks).count
        #expect(chunks > 4)
        // A blob that shares its beginning holds some of the chunks when the whole is gone.
        let head = try await shard.put(Array(whole[..<300_000]), in: domain)
        try await shard.put(bytes(2, 90_000), in: domain)
        try await shard.release(blob.reference, in: domain)
        try await CompactionScene.collect(shard)
        let left = try shard.rows(\.chunks).compactMap { ChunkLocation(decoding: $0.value)?.sequence }
        _ = try await shard.compact()
        #expect(try shard.rows(\.chunks).compactMap { ChunkLocation(decoding: $0.value)?.sequence } == left)
        #expect(try await shard.bytes(of: head) == head.bytes)
        await shard.close()
        let extents = try compactedRecords().flatMap { record in
            if case .chunks(let entries) = record.content { entries } else { [] }
        }
        #expect(!extents.isEmpty)
        #expect(extents.count < chunks)
    }

    @Test func `a live reference stays, and what began and ended within the run goes`() async throws {
        let shard = try await open()
        let kept = try await shard.put(bytes(1, 30_000), in: domain)
        let gone = try await shard.put(bytes(2, 50_000), in: domain)
        try await shard.release(gone.reference, in: domain)
        for seed in 3...6 as ClosedRange<UInt64> { try await shard.put(bytes(seed), in: domain) }
        try await CompactionScene.collect(shard)
        _ = try await shard.compact()
        await shard.close()
        let (added, released) = references(try compactedRecords())
        #expect(added.contains(kept.reference))
        #expect(!added.contains(gone.reference))
        #expect(!released.contains(gone.reference))
    }

    @Test func `a release stays while an older segment may have the addition`() async throws {
        let shard = try await open()
        // The first segment stays as it is: all of it is live but the reference that is released later.
        let blob = try await shard.put(bytes(1), in: domain)
        let again = PutBlob(reference: .random(), domain: domain, bytes: blob.bytes)
        try await shard.put(again)
        let dead = try await shard.put(bytes(2, 90_000), in: domain)
        try await shard.release(blob.reference, in: domain)
        try await shard.release(dead.reference, in: domain)
        for seed in 3...5 as ClosedRange<UInt64> { try await shard.put(bytes(seed, 90_000), in: domain) }
        try await CompactionScene.collect(shard)
        _ = try await shard.compact()
        await shard.close()
        let records = try compactedRecords()
        #expect(references(records).released.contains(blob.reference), "the release of an older addition was dropped")
        #expect(!references(records).added.contains(dead.reference))
        try test.removeIndex()
        let rebuilt = try await open()
        await #expect(throws: BlobError.referenceNotFound(blob.reference)) { try await rebuilt.bytes(of: blob) }
        #expect(try await rebuilt.bytes(of: again) == again.bytes)
        await rebuilt.close()
    }

    @Test func `a manifest that is collected and still dissolving keeps its bytes`() async throws {
        let shard = try await open()
        let blob = try await shard.put(bytes(1, 400_000), in: domain)
        for seed in 2...4 as ClosedRange<UInt64> { try await shard.put(bytes(seed, 90_000), in: domain) }
        let name = ContentID(of: blob.bytes.span)
        let entry = try #require(try shard.rows(\.manifests).first { Array($0.key[32...]) == name.bytes })
        let location = try #require(ManifestLocation(decoding: entry.value))
        // As the collector leaves it between two of its transactions.
        try await shard.openParts().writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                try index.delete(entry.key, in: index.manifests, &txn)
                try index.put(
                    entry.value,
                    for: entry.key + IndexKey.bigEndian(location.sequence),
                    in: index.dissolving,
                    &txn
                )
                var tally = try index.tally(of: location.segment, txn.reader)
                tally.retire(location.byteCount)
                try index.put(tally.encoded, for: IndexKey.segment(location.segment), in: index.segments, &txn)
            }
        }
        try await shard.release(blob.reference, in: domain)
        _ = try await shard.compact()
        let moved = try #require(try shard.rows(\.dissolving).first.flatMap { ManifestLocation(decoding: $0.value) })
        #expect(moved.segment != location.segment)
        let file = try shard.openParts().reader.files.file(moved.segment)
        let stored = try file.read(at: moved.offset, count: Int(moved.byteCount))
        #expect(ContentID(of: stored.span) == moved.digest)
        await shard.close()
    }

    @Test func `an open upload session stays, and one that was ended goes`() async throws {
        let shard = try await open()
        let open = try await shard.createUpload(in: domain)
        let ended = try await shard.createUpload(in: domain)
        try await shard.abandon(ended.session, in: domain)
        for seed in 1...5 as ClosedRange<UInt64> {
            let blob = try await shard.put(bytes(seed, 90_000), in: domain)
            if seed < 4 { try await shard.release(blob.reference, in: domain) }
        }
        try await CompactionScene.collect(shard)
        #expect(try await shard.compact().writtenSegments > 0)
        await shard.close()
        let sessions = try compactedRecords().compactMap { record -> UploadSessionID? in
            switch record.content {
            case .sessionAdvanced(let id, _): id
            case .sessionEnded(let id, _): id
            default: nil
            }
        }
        #expect(sessions == [open.session])
        try test.removeIndex()
        let rebuilt = try await self.open()
        #expect(try await rebuilt.upload(open.session, in: domain).session == open.session)
        await rebuilt.close()
    }
}
