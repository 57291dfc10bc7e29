import BlobModel
import DurableIO
import FoundationEssentials
import SystemPackage
import Testing

@testable import BlobStore

/// A file that stands for a part of the numbers for which a segment of the log stands.
struct OverlappingSegmentTests {
    @Test func `segments that stand for the same numbers by halves are refused, and named by the verification`()
        async throws
    {
        let scene = try await CompactionScene(blobs: 12)
        let shard = try await scene.open()
        _ = try await shard.compact()
        await shard.close()
        let directory = SegmentDirectory(path: scene.test.path.appending("segments"), fileSystem: LocalFileSystem())
        let layout = try LogLayout(reading: directory.names(), in: directory, shard: scene.test.identity.shard)
        let output = try #require(layout.current.first { $0.through > $0.name.number })
        let name = SegmentName(number: output.name.number, generation: output.name.generation + 1)
        let header = SegmentHeader(
            shard: scene.test.identity.shard,
            name: name,
            through: output.through - 1,
            created: Date()
        )
        let footer = SegmentFooter(position: LogPosition(header: header))
        try LocalFileSystem().createFile(at: directory.path(of: name.rawValue))
            .append([header.encoded, footer.encoded])

        let fault = SegmentFault.overlap(name.rawValue)
        await #expect(throws: BlobStoreError.damagedSegment(output.name.rawValue, offset: 0, fault)) {
            try await scene.open()
        }
        let findings = try StoppedShard(at: scene.test.path).verify().findings
        #expect(findings == [.damagedSegment(output.name.rawValue, offset: 0, fault)])
    }
}
