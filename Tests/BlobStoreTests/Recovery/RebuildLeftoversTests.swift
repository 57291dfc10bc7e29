import BlobModel
import BlobStoreTesting
import DurableIO
import SystemPackage
import Testing

@testable import BlobStore

/// What a rebuild leaves on the disk beside the new index.
struct RebuildLeftoversTests {
    private func names(in directory: FilePath) throws -> Set<String> {
        Set(try LocalFileSystem().list(at: directory).map(\.string))
    }

    @Test func `a rebuild leaves nothing of the former index, and nothing of its own`() async throws {
        let scene = try await CompactionScene(blobs: 4)
        let index = scene.test.path.appending("index")
        #expect(try names(in: index) == ["data.mdb", "lock.mdb"])
        #expect(try ShardRebuild(at: scene.test.path).run().isWhole)
        #expect(try names(in: index) == ["data.mdb"])
        #expect(try !names(in: scene.test.path).contains("index.new"))
        try await scene.checkOpening("after the rebuild")
    }

    @Test func `what a rebuild left that did not come to its end goes when the shard is opened`() async throws {
        let scene = try await CompactionScene(blobs: 4)
        let draft = scene.test.path.appending("index.new")
        try LocalFileSystem().ensureDirectory(at: draft)
        for name in ["data.mdb", "lock.mdb"] {
            try LocalFileSystem().replaceFile(at: draft.appending(name), with: [1, 2, 3])
        }
        let shard = try await scene.open()
        #expect(try !names(in: scene.test.path).contains("index.new"))
        try await scene.check(shard)
        await shard.close()
    }
}
