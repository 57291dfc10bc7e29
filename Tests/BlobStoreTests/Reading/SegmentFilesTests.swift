import BlobModel
import DurableIO
import DurableIOTesting
import Testing

@testable import BlobStore

struct SegmentFilesTests {
    @Test func `a file that compaction removes while it is opened is not kept open for ever`() throws {
        let directory = try TemporaryDirectory()
        let fileSystem = MeddlingFileSystem()
        let segments = SegmentDirectory(path: directory.path, fileSystem: fileSystem)
        try LocalFileSystem().replaceFile(at: segments.path(of: 1), with: [1, 2, 3])
        let files = SegmentFiles(directory: segments)
        fileSystem.afterNextOpening {
            try? LocalFileSystem().remove(at: segments.path(of: 1))
            files.forget(1)
        }
        let held = try files.file(1)
        #expect(try held.read(at: 0, count: 3) == [1, 2, 3], "who holds it reads on")
        let error = #expect(throws: BlobStoreError.self) { try files.file(1) }
        guard case .file(let error)? = error else { return }
        #expect(error.isAbsence)
    }

    @Test func `a file that was opened before another one was forgotten is kept`() throws {
        let directory = try TemporaryDirectory()
        let segments = SegmentDirectory(path: directory.path, fileSystem: LocalFileSystem())
        try LocalFileSystem().replaceFile(at: segments.path(of: 1), with: [1, 2, 3])
        let files = SegmentFiles(directory: segments)
        _ = try files.file(1)
        files.forget(2)
        try LocalFileSystem().remove(at: segments.path(of: 1))
        #expect(try files.file(1).read(at: 0, count: 3) == [1, 2, 3])
    }
}
