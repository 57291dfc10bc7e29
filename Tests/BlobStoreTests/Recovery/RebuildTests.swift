import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import FoundationEssentials
import KeyValueIndex
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Makes the index again from the log, and holds it against the one that was lost.
struct RebuildTests {
    /// The tables that the log determines once nothing is left to collect.
    private static let tables: [any KeyPath<ShardIndex, Table> & Sendable] = [
        \.chunks, \.manifests, \.references, \.claims, \.members, \.sessions, \.sessionChunks,
    ]

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `the rebuilt index equals the one that was lost, after any history`(_ seed: UInt64) async throws {
        let scene = try await Self.history(seed: seed)
        let former = try await Self.contents(of: scene)
        let report = try ShardRebuild(at: scene.test.path).run()
        #expect(report.isWhole)
        #expect(report.tornBytes == 0)
        let rebuilt = try await Self.contents(of: scene)
        for (table, (former, rebuilt)) in zip(Self.tables, zip(former.rows, rebuilt.rows)) {
            #expect(former == rebuilt, "seed \(seed), table \(table)")
        }
        #expect(former.tallies == rebuilt.tallies, "seed \(seed)")
        let shard = try await scene.open()
        try await scene.check(shard, "seed \(seed)")
        await shard.close()
    }

    /// A shard after many uploads, releases, sessions, collections, and compactions in an order that the seed decides.
    private static func history(seed: UInt64) async throws -> CompactionScene {
        var scene = try await CompactionScene(blobs: 8)
        var random = SeededGenerator(seed: seed)
        var shard = try await scene.open()
        for _ in 0..<60 {
            let domain = try DedupDomain(validating: "home-\(Int.random(in: 0...1, using: &random))")
            switch Int.random(in: 0..<12, using: &random) {
            case 0...5:
                let size = CompactionScene.sizes.randomElement(using: &random) ?? 0
                scene.keep(try await shard.put(random.bytes(size), in: domain))
            case 6...8:
                guard let blob = scene.kept.randomElement(using: &random) else { continue }
                try await shard.release(blob.reference, in: blob.domain)
                scene.release(blob)
            case 9:
                guard let former = scene.released.randomElement(using: &random) else { continue }
                let blob = PutBlob(reference: .random(), domain: former.domain, bytes: former.bytes)
                try await shard.put(blob)
                scene.keep(blob)
            case 10:
                try await CompactionScene.collect(shard)
                _ = try await shard.compact()
            default:
                let session = try await shard.createUpload(in: domain)
                if Bool.random(using: &random) { try await shard.abandon(session.session, in: domain) }
                await shard.close()
                shard = try await scene.open()
            }
        }
        await shard.close()
        return scene
    }

    private struct Contents {
        var rows: [Set<[UInt8]>] = []
        var tallies: [UInt64: SegmentTally] = [:]
    }

    /// Returns what the index has when nothing is left to collect: the log forgets what was collected, not when.
    private static func contents(of scene: CompactionScene) async throws -> Contents {
        let shard = try await scene.open()
        try await CompactionScene.collect(shard)
        var contents = Contents()
        for table in tables { contents.rows.append(Set(try shard.rows(table).map { $0.key + [0] + $0.value })) }
        contents.tallies = try shard.index.tallies().filter { $0.value.records > 0 }
        await shard.close()
        return contents
    }

    @Test func `a rebuild that fails leaves the former index`() async throws {
        let scene = try await CompactionScene()
        let before = try LocalFileSystem().contents(at: scene.test.path.appending("index").appending("data.mdb"))
        for operation in [FileOperation.read, .openFile, .synchronise, .rename, .synchroniseDirectory] {
            let fileSystem = FaultyFileSystem()
            fileSystem.failAll(operation, with: .inputOutput)
            #expect(throws: BlobStoreError.self, "\(operation)") {
                try ShardRebuild(at: scene.test.path, fileSystem: fileSystem).run()
            }
            let after = try LocalFileSystem().contents(at: scene.test.path.appending("index").appending("data.mdb"))
            #expect(after == before, "\(operation)")
        }
        let report = try ShardRebuild(at: scene.test.path).run()
        #expect(report.isWhole)
        try await scene.checkOpening("after a rebuild")
    }

    @Test func `an open shard is not rebuilt`() async throws {
        let scene = try await CompactionScene(blobs: 4)
        let shard = try await scene.open()
        #expect(throws: BlobStoreError.locked(scene.test.path)) { try ShardRebuild(at: scene.test.path).run() }
        await shard.close()
    }

    @Test func `the progress reaches its total`() async throws {
        let scene = try await CompactionScene()
        var last = RebuildProgress(bytes: 0, total: 1)
        let report = try ShardRebuild(at: scene.test.path).run { progress in
            #expect(progress.bytes >= last.bytes)
            last = progress
        }
        #expect(last.bytes == last.total)
        #expect(last.total == report.bytes)
        #expect(report.segments == (try scene.segments().count))
    }

    @Test func `an index of another schema version is made again at the opening`() async throws {
        let scene = try await CompactionScene(blobs: 8)
        let path = scene.test.path.appending("index")
        try Self.changeVersion(of: path, identity: scene.test.identity)
        #expect(throws: BlobStoreError.indexVersion(path, found: 1)) {
            try ShardIndex(at: path, identity: scene.test.identity)
        }
        let shard = try await scene.open()
        try await scene.check(shard)
        await shard.close()
    }

    private static func changeVersion(of path: FilePath, identity: ShardIdentity) throws {
        let index = try ShardIndex(at: path, identity: identity)
        let key = Array("identity".utf8)
        try index.write { (txn) throws(BlobStoreError) in
            var mark = try index.bytes(key, in: index.marks, txn.reader) ?? []
            mark.replaceSubrange(0..<2, with: [0, 1])
            try index.put(mark, for: key, in: index.marks, &txn)
        }
    }

    @Test(arguments: [0, 100, 4_096, 8_192, 100_000])
    func `an index of which a crash left no whole beginning is made again at the opening`(_ size: Int) async throws {
        let scene = try await CompactionScene(blobs: 8)
        let path = scene.test.path.appending("index").appending("data.mdb")
        var bytes = try LocalFileSystem().contents(at: path)
        bytes.replaceSubrange(0..<min(size, 4_096), with: [UInt8](repeating: 0, count: min(size, 4_096)))
        try LocalFileSystem().replaceFile(at: path, with: Array(bytes.prefix(size)))
        let shard = try await scene.open()
        try await scene.check(shard)
        await shard.close()
    }

    @Test func `a sealed segment without records is known after a rebuild too`() async throws {
        let scene = try await CompactionScene(blobs: 12)
        let shard = try await scene.open()
        for blob in scene.kept { try await shard.release(blob.reference, in: blob.domain) }
        try await CompactionScene.collect(shard)
        _ = try await shard.compact()
        let known = Set(try shard.index.tallies().keys)
        await shard.close()
        #expect(try ShardRebuild(at: scene.test.path).run().isWhole)
        let rebuilt = try await scene.open()
        #expect(Set(try rebuilt.index.tallies().keys) == known)
        await rebuilt.close()
    }

    @Test func `an index that knows of a segment that compaction has removed is refused, and a rebuild heals it`()
        async throws
    {
        let scene = try await CompactionScene()
        let path = scene.test.path.appending("index").appending("data.mdb")
        let old = try LocalFileSystem().contents(at: path)
        let shard = try await scene.open()
        #expect(try await shard.compact().replacedSegments > 0)
        await shard.close()
        try LocalFileSystem().replaceFile(at: path, with: old)
        do {
            let shard = try await scene.open()
            await shard.close()
            Issue.record("an index from before a compaction was taken")
        } catch {
            #expect("\(error)".contains("attache shard rebuild --directory"), "\(error)")
        }
        _ = try ShardRebuild(at: scene.test.path).run()
        try await scene.checkOpening("after the rebuild")
    }
}
