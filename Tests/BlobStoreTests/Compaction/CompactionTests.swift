import BlobModel
import BlobStoreTesting
import DurableIO
import KeyValueIndex
import DurableIOTesting
import FoundationEssentials
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Rewrites segments, and looks at what is left.
struct CompactionTests {
    @Test func `compaction frees what nobody needs and keeps the rest to the last byte`() async throws {
        let scene = try await CompactionScene()
        let shard = try await scene.open()
        let before = try await shard.statistics()
        let report = try await shard.compact()
        #expect(report.writtenSegments > 0)
        #expect(report.replacedSegments >= report.writtenSegments)
        #expect(report.skipped.isEmpty)
        let after = try await shard.statistics()
        #expect(after.bytes < before.bytes)
        #expect(after.deadBytes < before.deadBytes / 4)
        #expect(after.liveBytes == before.liveBytes)
        try await scene.check(shard)
        await shard.close()
        #expect(try scene.segments().contains { $0.generation == 1 })
        try await scene.checkOpening("after a compaction")
    }

    @Test func `a second compaction finds nothing to do`() async throws {
        let scene = try await CompactionScene()
        let shard = try await scene.open()
        _ = try await shard.compact()
        let files = try scene.segments()
        #expect(try await shard.compact() == CompactionReport())
        #expect(try scene.segments() == files)
        await shard.close()
    }

    @Test func `segments are compacted again and again, and their generation rises`() async throws {
        var scene = try await CompactionScene(blobs: 36)
        let shard = try await scene.open()
        var highest: UInt16 = 0
        for _ in 0..<4 {
            _ = try await shard.compact()
            highest = max(highest, try scene.segments().map(\.generation).max() ?? 0)
            for blob in scene.kept.enumerated().filter({ $0.offset % 2 == 0 }).map(\.element) {
                try await shard.release(blob.reference, in: blob.domain)
                scene.release(blob)
            }
            try await CompactionScene.collect(shard)
            try await scene.check(shard)
        }
        await shard.close()
        #expect(highest >= 2)
        try await scene.checkOpening("after several generations")
    }

    @Test func `the segment that is written to, and the last one, are never compacted`() async throws {
        let scene = try await CompactionScene(blobs: 1)
        let shard = try await scene.open()
        for blob in scene.kept { try await shard.release(blob.reference, in: blob.domain) }
        try await CompactionScene.collect(shard)
        #expect(try await shard.compact() == CompactionReport())
        await shard.close()
    }

    @Test func `writes go on after a compaction, also of the segments before the open one`() async throws {
        var scene = try await CompactionScene()
        let shard = try await scene.open()
        _ = try await shard.compact()
        for number in 0..<12 as Range<UInt64> {
            var random = SeededGenerator(seed: 1_000 + number)
            scene.keep(try await shard.put(random.bytes(80_000), in: DedupDomain(validating: "later")))
        }
        try await scene.check(shard)
        await shard.close()
        try await scene.checkOpening("after later writes")
    }

    @Test func `one compaction runs at a time`() async throws {
        let scene = try await CompactionScene()
        let shard = try await scene.open()
        let pacer = MeddlingPacer {
            await #expect(throws: BlobStoreError.compactionRunning) { try await shard.compact() }
        }
        #expect(try await shard.compact(pacedBy: pacer).writtenSegments > 0)
        await shard.close()
    }

    @Test func `the progress rises to its total`() async throws {
        let scene = try await CompactionScene()
        let shard = try await scene.open()
        let seen = Handover<[CompactionProgress]>([])
        _ = try await shard.compact { progress in seen.change { $0.append(progress) } }
        let progress = seen.current
        #expect(!progress.isEmpty)
        #expect(progress.map(\.bytes) == progress.map(\.bytes).sorted())
        #expect(progress.allSatisfy { $0.bytes <= $0.total })
        await shard.close()
    }

    @Test func `a run with damaged live bytes stays as it is and is reported`() async throws {
        let scene = try await CompactionScene()
        let name = try await Self.damageLiveChunk(of: scene)
        let shard = try await scene.open()
        let report = try await shard.compact()
        #expect(report.skipped.count == 1)
        #expect(try scene.segments().contains(name), "the damaged segment is gone")
        #expect(try scene.drafts().isEmpty)
        await shard.close()
    }

    /// Changes a byte of a live chunk in a segment that is worth compacting, and returns the segment.
    private static func damageLiveChunk(of scene: CompactionScene) async throws -> SegmentName {
        let shard = try await scene.open()
        let sparse = try shard.index.tallies().filter {
            0 < $0.value.liveBytes && $0.value.liveBytes < $0.value.deadBytes
        }
        let segment = try #require(sparse.keys.min())
        let chunks = try shard.rows(\.chunks).compactMap { ChunkLocation(decoding: $0.value) }
        let chunk = try #require(chunks.first { $0.segment == segment && $0.storedLength > 0 })
        await shard.close()
        try scene.test.flip(Int(segment), at: chunk.offset)
        return SegmentName(rawValue: segment)
    }

    @Test func `the copy is durable before it has its name, and the name before anything is removed`() async throws {
        let scene = try await CompactionScene()
        let recorder = RecordingFileSystem()
        let shard = try await scene.open(on: recorder)
        recorder.clear()
        _ = try await shard.compact()
        await shard.close()
        var unsynchronised: Set<FilePath> = []
        var isNamed = true
        for event in recorder.events {
            switch event {
            case .write(let path, _, _): unsynchronised.insert(path)
            case .synchronise(let path): unsynchronised.remove(path)
            case .rename(let path, _):
                #expect(!unsynchronised.contains(path), "named before it was durable")
                isNamed = false
            case .synchroniseDirectory: isNamed = true
            case .remove: #expect(isNamed, "removed before the output's name was durable")
            default: break
            }
        }
        #expect(recorder.events.contains { if case .rename = $0 { true } else { false } })
        #expect(recorder.events.contains { if case .remove = $0 { true } else { false } })
    }
}
