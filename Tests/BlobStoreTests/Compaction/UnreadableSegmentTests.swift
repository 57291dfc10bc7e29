import BlobModel
import DurableIO
import DurableIOTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Compacts on a disk with a bad sector, perhaps in bytes that nobody needs, which no scrub reads.
struct UnreadableSegmentTests {
    @Test func `a segment that cannot be read stays, and those beside it are compacted all the same`() async throws {
        let template = try await CompactionScene()
        let control = try template.copy()
        let healthy = try await control.open()
        _ = try await healthy.compact()
        await healthy.close()
        let replaced = Set(try template.segments()).subtracting(try control.segments())
        #expect(replaced.count > 2)
        for name in replaced.sorted().prefix(2) {
            let scene = try template.copy()
            let fileSystem = MeddlingFileSystem()
            let shard = try await scene.open(on: fileSystem)
            fileSystem.setUnreadable(scene.test.segment(Int(name.rawValue)))
            let report = try await shard.compact()
            #expect(report.writtenSegments > 0, "segment \(name)")
            #expect(try scene.segments().contains(name), "segment \(name)")
            #expect(report.skipped.contains { if case .damaged = $0.reason { true } else { false } }, "segment \(name)")
            fileSystem.setUnreadable(nil)
            #expect(try await shard.compact().skipped.isEmpty)
            try await scene.check(shard, "segment \(name)")
            await shard.close()
        }
    }
}
