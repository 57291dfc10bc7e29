import DurableIO
import DurableIOTesting
import SystemPackage
import Testing

struct FileSystemDurableTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func `missing directories are made and each is synchronised into its parent`() throws {
        let fileSystem = RecordingFileSystem()
        let (upper, lower) = (directory.appending("a"), directory.appending("a/b"))
        try fileSystem.ensureDirectory(at: lower)
        #expect(
            fileSystem.events == [
                .createDirectory(upper), .synchroniseDirectory(directory.path),
                .createDirectory(lower), .synchroniseDirectory(upper),
            ]
        )
    }

    @Test func `a directory that a killed process made is synchronised into its parent`() throws {
        let path = directory.appending("a")
        try LocalFileSystem().createDirectory(at: path)
        let fileSystem = RecordingFileSystem()
        try fileSystem.ensureDirectory(at: path)
        #expect(fileSystem.events == [.synchroniseDirectory(directory.path)])
    }

    @Test func `a directory whose parent may not be read is taken as it is`() throws {
        let path = directory.appending("a")
        try LocalFileSystem().createDirectory(at: path)
        for (errno, isFatal) in [(Errno.permissionDenied, false), (.ioError, true)] {
            let fileSystem = FaultyFileSystem(failing: .synchroniseDirectory(1), with: Fault(errno))
            let outcome = Result { () throws(FileError) in try fileSystem.ensureDirectory(at: path) }
            let hasFailed = (try? outcome.get()) == nil
            #expect(hasFailed == isFatal, "\(errno)")
        }
    }

    @Test func `a file is replaced by a synchronised neighbour`() throws {
        let fileSystem = RecordingFileSystem()
        let (path, draft) = (directory.appending("map.json"), directory.appending("map.json.new"))
        try fileSystem.replaceFile(at: path, with: [1, 2])
        #expect(
            fileSystem.events == [
                .createFile(draft), .write(draft, offset: 0, bytes: [1, 2]), .synchronise(draft),
                .rename(draft, to: path), .synchroniseDirectory(directory.path),
            ]
        )
    }

    @Test func `a run of a file is secured by writing it again where it stands, and nothing else of the file`() throws {
        let path = directory.appending("log")
        try LocalFileSystem().createFile(at: path).append([1, 2, 3, 4, 5].span)
        let fileSystem = RecordingFileSystem()
        try fileSystem.secure(1..<4, of: path)
        #expect(fileSystem.events == [.write(path, offset: 1, bytes: [2, 3, 4]), .synchronise(path)])
        #expect(try LocalFileSystem().contents(at: path) == [1, 2, 3, 4, 5])
    }

    @Test func `a run that cannot be written again is not secured`() throws {
        let path = directory.appending("log")
        try LocalFileSystem().createFile(at: path).append([1, 2, 3].span)
        let fileSystem = FaultyFileSystem(failing: .write(1), with: .inputOutput(after: 2))
        #expect(throws: FileError.system(operation: .write, path: path, errno: .ioError)) {
            try fileSystem.secure(0..<3, of: path)
        }
        #expect(fileSystem.count(of: .synchronise) == 0)
        #expect(try LocalFileSystem().contents(at: path) == [1, 2, 3])
    }

    @Test func `a draft that a crash left is replaced`() throws {
        let fileSystem = LocalFileSystem()
        let path = directory.appending("identity")
        try fileSystem.createFile(at: directory.appending("identity.new")).append([9, 9, 9].span)
        try fileSystem.replaceFile(at: path, with: [1])
        #expect(try fileSystem.contents(at: path) == [1])
        #expect(try fileSystem.list(at: directory.path) == ["identity"])
    }

    @Test(arguments: [
        FaultPoint.createFile(1), .write(1), .synchronise(1), .rename(1), .synchroniseDirectory(1),
    ])
    func `a failed replacement leaves one version whole`(point: FaultPoint) throws {
        let path = directory.appending("identity")
        try LocalFileSystem().replaceFile(at: path, with: [1, 1])
        let fileSystem = FaultyFileSystem(failing: point, with: .noSpace(after: 1))
        #expect(throws: FileError.self) { try fileSystem.replaceFile(at: path, with: [2, 2]) }
        let isReplaced = point.operation == .synchroniseDirectory
        #expect(try fileSystem.contents(at: path) == (isReplaced ? [2, 2] : [1, 1]))
        try fileSystem.replaceFile(at: path, with: [3])
        #expect(try fileSystem.contents(at: path) == [3])
    }

    @Test(arguments: [("a/b", "a"), ("/a", "/"), ("a", "."), ("/a/b/c", "/a/b")])
    func `the parent of a path holds its last component`(path: String, parent: String) {
        #expect(FilePath(path).parent == FilePath(parent))
    }
}
