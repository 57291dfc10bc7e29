import DurableIO
import DurableIOTesting
import SystemPackage
import Testing

struct ReadFileTests {
    let directory: TemporaryDirectory
    let path: FilePath
    let fileSystem = LocalFileSystem()

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.appending("a")
        try fileSystem.createFile(at: path).append(Array(0..<100).span)
    }

    @Test func `bytes are read at any position`() throws {
        let file = try fileSystem.openForReading(at: path)
        #expect(try file.size() == 100)
        #expect(try file.read(at: 90, count: 10) == Array(90..<100))
        #expect(try file.read(at: 0, count: 1) == [0])
        #expect(try file.read(at: 100, count: 0) == [])
    }

    @Test func `what was just written is in memory, and what is not in the file is not`() throws {
        let file = try fileSystem.openForReading(at: path)
        #expect(file.isCached(at: 0, count: 100))
        #expect(file.isCached(at: 99, count: 1))
        #expect(!file.isCached(at: 1_000_000, count: 1))
    }

    @Test func `the caller's array is filled as far as the file reaches`() throws {
        let file = try fileSystem.openForReading(at: path)
        var bytes = [UInt8](repeating: 0xFF, count: 4)
        #expect(try file.read(at: 98, into: &bytes) == 2)
        #expect(bytes == [98, 99, 0xFF, 0xFF])
        #expect(try file.read(at: 100, into: &bytes) == 0)
        #expect(try file.read(at: 1_000_000, into: &bytes) == 0)
    }

    @Test func `a file that ends too early is an error with the numbers`() throws {
        let file = try fileSystem.openForReading(at: path)
        let error = #expect(throws: FileError.self) { try file.read(at: 95, count: 10) }
        #expect(error == .endOfFile(path: path, offset: 95, wanted: 10, found: 5))
        #expect(error?.isWorthRetrying == false)
    }

    @Test func `several threads read one file at once`() async throws {
        let file = try fileSystem.openForReading(at: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in 0..<16 {
                group.addTask {
                    for _ in 0..<200 {
                        let bytes = try file.read(at: UInt64(start), count: 50)
                        #expect(bytes == Array(UInt8(start)..<UInt8(start + 50)))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
