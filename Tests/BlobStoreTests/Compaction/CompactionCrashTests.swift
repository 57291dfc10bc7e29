import BlobModel
import DurableIO
import SystemPackage
import Testing

@testable import BlobStore

/// Ends a compaction at each of its steps, and opens the shard with and without its index.
struct CompactionCrashTests {
    @Test func `a process that dies at any change of the disk loses nothing`() async throws {
        let template = try await CompactionScene(blobs: 12)
        var change = 0
        var isDead = true
        while isDead {
            change += 1
            let scene = try template.copy()
            let fileSystem = DyingFileSystem()
            let shard = try await scene.open(on: fileSystem)
            fileSystem.die(at: change)
            _ = try? await shard.compact()
            isDead = fileSystem.isDead
            try await scene.check(shard, "change \(change), before the end")
            await shard.close()
            try await scene.checkOpening("change \(change)")
        }
        #expect(change > 8, "there were no steps to die at")
    }

    @Test func `a compaction that is cancelled at any pause is taken back or brought to its end`() async throws {
        let whole = CountingPacer()
        let template = try await CompactionScene(blobs: 12)
        let first = try template.copy()
        let shard = try await first.open()
        _ = try await shard.compact(pacedBy: whole)
        await shard.close()
        try await first.checkOpening("without an end")
        #expect(whole.count >= 4)
        for pause in 1...whole.count {
            let scene = try template.copy()
            let shard = try await scene.open()
            await #expect(throws: CancellationError.self) {
                try await shard.compact(pacedBy: CountingPacer(endingAt: pause))
            }
            try await scene.check(shard, "pause \(pause)")
            try Self.requireUnfinishedToStay(in: shard, "pause \(pause)")
            if pause % 2 == 0 { _ = try await shard.compact() }
            try await scene.check(shard, "pause \(pause), compacted again")
            await shard.close()
            try await scene.checkOpening("pause \(pause)")
        }
    }

    @Test func `the opening that finishes a compaction may die too`() async throws {
        let template = try await Self.interrupted()
        var change = 0
        var isDead = true
        while isDead {
            change += 1
            let scene = try template.copy()
            let fileSystem = DyingFileSystem()
            fileSystem.die(at: change)
            if let shard = try? await scene.open(on: fileSystem) { await shard.close() }
            isDead = fileSystem.isDead
            try await scene.checkOpening("change \(change)")
            #expect(try !Self.hasReplaced(scene), "change \(change): an input stayed")
        }
        #expect(change > 3, "there were no steps to die at")
    }

    @Test func `an output that the disk does not give back is refused, and without it a rebuild reads its inputs`()
        async throws
    {
        let scene = try await Self.interrupted()
        let before = try scene.segments()
        let output = try #require(before.first { $0.generation > 0 })
        let path = scene.test.path.appending("segments").appending(
            String(repeating: "0", count: 16 - String(output.rawValue, radix: 16).count)
                + String(output.rawValue, radix: 16) + ".segment"
        )
        let fileSystem = MeddlingFileSystem()
        fileSystem.setUnreadable(path)
        await #expect(throws: BlobStoreError.file(.system(operation: .read, path: path, errno: .ioError))) {
            try await scene.open(on: fileSystem)
        }
        #expect(try scene.segments() == before)
        try LocalFileSystem().remove(at: path)
        #expect(try ShardRebuild(at: scene.test.path).run().isWhole)
        try await scene.checkOpening("without the output")
    }

    /// Rows may still point to the inputs of an output that is not finished: a compaction of it would drop what they need.
    private static func requireUnfinishedToStay(in shard: Shard, _ place: String) throws {
        let compactor = Compactor(
            parts: try shard.openParts(),
            shard: shard.identity.shard,
            options: shard.options,
            pool: shard.maintenancePool,
            pacer: NoPacing(),
            progress: { _ in }
        )
        let unfinished = try compactor.layout().unfinished
        for usage in try compactor.usages(except: []) where unfinished.contains(usage.segment) {
            #expect(usage.isBlocked, "\(place): \(usage.segment.name)")
        }
    }

    /// A shard whose process died right after the output of a compaction had its name.
    private static func interrupted() async throws -> CompactionScene {
        let scene = try await CompactionScene(blobs: 12)
        let fileSystem = DyingFileSystem()
        let shard = try await scene.open(on: fileSystem)
        var change = 0
        // The first change at which an output is there and its inputs are too.
        while try !hasReplaced(scene), change < 20 {
            change += 1
            fileSystem.die(at: change)
            _ = try? await shard.compact()
            fileSystem.die(at: 0)
        }
        await shard.close()
        #expect(try hasReplaced(scene))
        return scene
    }

    private static func hasReplaced(_ scene: CompactionScene) throws -> Bool {
        let directory = SegmentDirectory(path: scene.test.path.appending("segments"), fileSystem: LocalFileSystem())
        let layout = try LogLayout(reading: directory.names(), in: directory, shard: scene.test.identity.shard)
        return !layout.replaced.isEmpty
    }
}
