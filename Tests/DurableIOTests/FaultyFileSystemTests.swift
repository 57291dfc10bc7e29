import DurableIO
import DurableIOTesting
import SystemPackage
import Testing

struct FaultyFileSystemTests {
    let directory: TemporaryDirectory
    let path: FilePath

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.appending("a")
    }

    @Test func `the third write fails and the others do not`() throws {
        let fileSystem = FaultyFileSystem(failing: .write(3), with: .noSpace)
        let file = try fileSystem.createFile(at: path)
        try file.append([1].span)
        try file.append([[2]])
        let error = #expect(throws: FileError.self) { try file.append([3].span) }
        #expect(error == .system(operation: .write, path: path, errno: .noSpace))
        try file.append([4].span)
        #expect(try fileSystem.contents(at: path) == [1, 2, 4])
        #expect(fileSystem.count(of: .write) == 4)
        #expect(fileSystem.count(of: .createFile) == 1)
        #expect(fileSystem.count(of: .synchronise) == 0)
    }

    @Test func `a torn write leaves its first bytes`() throws {
        let fileSystem = FaultyFileSystem(failing: .write(1), with: .inputOutput(after: 3))
        let file = try fileSystem.createFile(at: path)
        #expect(throws: FileError.self) { try file.append([[1, 2], [3, 4]]) }
        #expect(try file.size() == 3)
        fileSystem.fail(.write(2), with: .noSpace(after: 1))
        #expect(throws: FileError.self) { try file.append([7, 8].span) }
        #expect(try fileSystem.contents(at: path) == [1, 2, 3, 7])
    }

    @Test func `an operation fails until the file system is healed`() throws {
        let fileSystem = FaultyFileSystem()
        let file = try fileSystem.createFile(at: path)
        fileSystem.failAll(.synchronise, with: .inputOutput)
        for _ in 0..<3 {
            #expect(throws: FileError.self) { try file.synchronise() }
        }
        fileSystem.heal()
        try file.synchronise()
        #expect(fileSystem.count(of: .synchronise) == 4)
    }

    @Test func `every operation can fail`() throws {
        let fileSystem = FaultyFileSystem()
        let file = try fileSystem.createFile(at: path)
        let reader = try fileSystem.openForReading(at: path)
        let calls: [(FileOperation, () throws -> Void)] = [
            (.createFile, { _ = try fileSystem.createFile(at: directory.appending("b")) }),
            (.openFile, { _ = try fileSystem.openForReading(at: path) }),
            (.openFile, { _ = try fileSystem.openForAppending(at: path) }),
            (.read, { _ = try reader.read(at: 0, count: 0) }),
            (.write, { try file.append([1].span) }),
            (.synchronise, { try file.synchronise() }),
            (.truncate, { try file.truncate(to: 0) }),
            (.size, { _ = try file.size() }),
            (.size, { _ = try reader.size() }),
            (.createDirectory, { try fileSystem.createDirectory(at: directory.appending("c")) }),
            (.synchroniseDirectory, { try fileSystem.synchroniseDirectory(at: directory.path) }),
            (.list, { _ = try fileSystem.list(at: directory.path) }),
            (.rename, { try fileSystem.rename(from: path, to: directory.appending("d")) }),
            (.remove, { try fileSystem.remove(at: path) }),
            (.lock, { _ = try fileSystem.lock(at: path) }),
            (.availableBytes, { _ = try fileSystem.availableBytes(at: path) }),
        ]
        #expect(Set(calls.map(\.0)) == Set(FileOperation.allCases))
        for (operation, call) in calls {
            fileSystem.failAll(operation, with: .inputOutput)
            let error = #expect(throws: FileError.self, performing: call)
            guard case .system(operation, _, .ioError)? = error else {
                Issue.record("\(operation) failed with \(error.debugDescription).")
                continue
            }
            fileSystem.heal()
        }
        #expect(try fileSystem.list(at: directory.path) == ["a"])
    }
}
