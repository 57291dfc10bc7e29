import BlobModel
import BlobStoreTesting
import DurableIO
import KeyValueIndex
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Reads, writes, releases, and collects while a shard is compacted.
struct CompactionConcurrencyTests {
    @Test func `a region that was handed out before stays readable after its segment is gone`() async throws {
        let scene = try await CompactionScene()
        let shard = try await scene.open()
        var regions: [(PutBlob, [FileRegion])] = []
        for blob in scene.kept {
            let name = ContentID(of: blob.bytes.span)
            regions.append((blob, try await shard.regions(of: name, in: blob.domain)))
        }
        #expect(try await shard.compact().replacedSegments > 0)
        for (blob, regions) in regions {
            var bytes: [UInt8] = []
            for region in regions { bytes += try region.file.read(at: region.offset, count: Int(region.length)) }
            #expect(bytes == blob.bytes)
        }
        await shard.close()
    }

    @Test func `a stream that was begun before reads on through a compaction`() async throws {
        var scene = try await CompactionScene(blobs: 1)
        let shard = try await scene.open()
        var random = SeededGenerator(seed: 99)
        let domain = try DedupDomain(validating: "streams")
        let blob = try await shard.put(random.bytes(1_500_000), in: domain)
        scene.keep(blob)
        for _ in 0..<20 {
            let dead = try await shard.put(random.bytes(120_000), in: domain)
            try await shard.release(dead.reference, in: domain)
        }
        try await CompactionScene.collect(shard)
        var pieces = try await shard.read(ContentID(of: blob.bytes.span), in: domain, range: nil).makeAsyncIterator()
        var bytes = try #require(try await pieces.next())
        _ = try await shard.compact()
        while let piece = try await pieces.next() { bytes += piece }
        #expect(bytes == blob.bytes)
        try await scene.check(shard)
        await shard.close()
    }

    @Test func `uploads, releases, and collections go on at every pause of a compaction`() async throws {
        var scene = try await CompactionScene(blobs: 36)
        let shard = try await scene.open()
        let changing = Handover(scene)
        let turn = Handover<UInt64>(0)
        let pacer = MeddlingPacer {
            let number = turn.change { number in
                number += 1
                return number
            }
            try await Self.meddle(number, shard, changing)
        }
        let report = try await shard.compact(pacedBy: pacer)
        scene = changing.current
        #expect(report.writtenSegments > 0)
        #expect(turn.current > 10)
        try await scene.check(shard, "after the compaction")
        await shard.close()
        try await scene.checkOpening("after the compaction")
    }

    private static func meddle(_ number: UInt64, _ shard: Shard, _ scene: Handover<CompactionScene>) async throws {
        let blobs = scene.current
        if number % 3 == 0, let blob = blobs.kept.first {
            try await shard.release(blob.reference, in: blob.domain)
            scene.change { $0.release(blob) }
            try await CompactionScene.collect(shard)
        } else if let former = blobs.released.randomElement() {
            // Content that is being dropped comes again under another reference.
            let blob = PutBlob(reference: .random(), domain: former.domain, bytes: former.bytes)
            try await shard.put(blob)
            scene.change { $0.keep(blob) }
        }
        for blob in blobs.kept.suffix(2) { #expect(try await shard.bytes(of: blob) == blob.bytes) }
    }
}
