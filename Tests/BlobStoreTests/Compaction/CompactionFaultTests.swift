import BlobModel
import BlobStoreTesting
import DurableIO
import KeyValueIndex
import DurableIOTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Lets each call of each operation fail in turn while a shard is compacted.
struct CompactionFaultTests {
    private static let operations: [FileOperation] = [
        .createFile, .openFile, .write, .synchronise, .synchroniseDirectory, .rename, .remove, .read, .list,
        .availableBytes,
    ]

    @Test(arguments: operations, [Fault.noSpace, .inputOutput])
    func `a fault at any call loses nothing, and the next compaction does the rest`(
        _ operation: FileOperation,
        _ fault: Fault
    ) async throws {
        let template = try await CompactionScene(blobs: 8)
        var occurrence = 0
        var hasFailed = true
        while hasFailed, occurrence < 12 {
            occurrence += 1
            var scene = try template.copy()
            let fileSystem = FaultyFileSystem()
            let shard = try await scene.open(on: fileSystem)
            let point = FaultPoint(operation, fileSystem.count(of: operation) + occurrence)
            fileSystem.fail(point, with: fault)
            _ = try? await shard.compact()
            hasFailed = fileSystem.count(of: operation) >= point.occurrence
            fileSystem.heal()
            let place = "\(operation) \(occurrence), \(fault.errno)"
            try await scene.check(shard, place)
            scene.keep(try await shard.put([1, 2, 3], in: DedupDomain(validating: "after")))
            #expect(try await shard.compact().skipped.isEmpty, "\(place)")
            try await scene.check(shard, "\(place), compacted again")
            await shard.close()
            try await scene.checkOpening(place)
        }
    }

    @Test func `a disk without room for the copy is reported, and what needs none is compacted all the same`()
        async throws
    {
        let scene = try await CompactionScene()
        let shard = try await scene.test.open { options in
            CompactionScene.settings(&options)
            options.reservedBytes = .max / 2
        }
        let report = try await shard.compact()
        #expect(report.writtenSegments == 0)
        #expect(!report.skipped.isEmpty)
        for skip in report.skipped {
            guard case .insufficientSpace(let needed, let available) = skip.reason else {
                Issue.record("\(skip)")
                continue
            }
            #expect(needed > available)
        }
        #expect(try scene.drafts().isEmpty)
        try await scene.check(shard)
        await shard.close()
    }

    @Test func `a disk that is full while the copy is written is survived`() async throws {
        let scene = try await CompactionScene()
        let fileSystem = FaultyFileSystem()
        let shard = try await scene.open(on: fileSystem)
        fileSystem.failAll(.write, with: .noSpace(after: 1_000))
        let report = try await shard.compact()
        #expect(report.writtenSegments == 0)
        #expect(!report.skipped.isEmpty)
        #expect(try scene.drafts().isEmpty, "the unfinished copy takes room")
        fileSystem.heal()
        #expect(try await shard.compact().writtenSegments > 0)
        try await scene.check(shard)
        await shard.close()
        try await scene.checkOpening("after a full disk")
    }
}
