import DurableIO
import SystemPackage
import Testing

@testable import BlobService

@Suite struct FileBatchesTests {
    private let directory: TemporaryDirectory
    private let file: any ReadFile

    init() throws {
        directory = try TemporaryDirectory()
        let path = directory.path.appending("file")
        try LocalFileSystem().replaceFile(at: path, with: [])
        file = try LocalFileSystem().openForReading(at: path)
    }

    private func batches(_ runs: [(UInt64, UInt64)], maximum: UInt64) -> [[[UInt64]]] {
        let regions = runs.map { SendableRegion(file: file, offset: $0.0, length: $0.1) }
        return FileBatches(regions, maximum: maximum).map { $0.map { [$0.offset, $0.length] } }
    }

    @Test func `short runs share a batch and long ones are spread`() {
        #expect(batches([(0, 3), (10, 4), (20, 5)], maximum: 8) == [[[0, 3], [10, 4], [20, 1]], [[21, 4]]])
        #expect(batches([(5, 20)], maximum: 8) == [[[5, 8]], [[13, 8]], [[21, 4]]])
    }

    @Test func `empty runs and no runs make no batch`() {
        #expect(batches([], maximum: 8).isEmpty)
        #expect(batches([(3, 0)], maximum: 8).isEmpty)
    }
}
