import DurableIO
import DurableIOTesting
import SystemPackage
import Testing

struct RecordingFileSystemTests {
    let directory: TemporaryDirectory
    let path: FilePath

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.appending("a")
    }

    @Test func `every change is logged in order`() throws {
        let fileSystem = RecordingFileSystem()
        let (other, folder) = (directory.appending("b"), directory.appending("c"))
        let file = try fileSystem.createFile(at: path)
        try file.append([1, 2].span)
        try file.append([[3], [4]])
        try file.synchronise()
        fileSystem.mark("acknowledged")
        try file.truncate(to: 3)
        try fileSystem.openForAppending(at: path).append([5].span)
        try fileSystem.rename(from: path, to: other)
        try fileSystem.remove(at: other)
        try fileSystem.createDirectory(at: folder)
        try fileSystem.synchroniseDirectory(at: directory.path)
        #expect(
            fileSystem.events == [
                .createFile(path), .write(path, offset: 0, bytes: [1, 2]), .write(path, offset: 2, bytes: [3, 4]),
                .synchronise(path), .mark("acknowledged"), .truncate(path, size: 3),
                .write(path, offset: 3, bytes: [5]), .rename(path, to: other), .remove(other),
                .createDirectory(folder), .synchroniseDirectory(directory.path),
            ]
        )
        fileSystem.clear()
        #expect(fileSystem.events.isEmpty)
    }

    @Test func `a failed change is logged as far as it went`() throws {
        let faulty = FaultyFileSystem()
        let fileSystem = RecordingFileSystem(over: faulty)
        let file = try fileSystem.createFile(at: path)
        faulty.fail(.write(1), with: .noSpace(after: 2))
        faulty.fail(.synchronise(1), with: .inputOutput)
        faulty.fail(.write(2), with: .noSpace)
        #expect(throws: FileError.self) { try file.append([1, 2, 3].span) }
        #expect(throws: FileError.self) { try file.synchronise() }
        #expect(throws: FileError.self) { try file.append([4].span) }
        #expect(fileSystem.events == [.createFile(path), .write(path, offset: 0, bytes: [1, 2])])
    }
}
