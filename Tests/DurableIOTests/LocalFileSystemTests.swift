import DurableIO
import DurableIOTesting
import FoundationEssentials
import SystemPackage
import Testing

struct LocalFileSystemTests {
    let directory: TemporaryDirectory
    let fileSystem = LocalFileSystem()

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func `a file is made once only`() throws {
        let path = directory.appending("a")
        _ = try fileSystem.createFile(at: path)
        let error = #expect(throws: FileError.self) { _ = try fileSystem.createFile(at: path) }
        #expect(error == .system(operation: .createFile, path: path, errno: .fileExists))
        #expect(error?.isPresence == true)
        #expect(error?.isAbsence == false)
    }

    @Test func `a missing file is an absence that names its path`() throws {
        let path = directory.appending("missing")
        for open in [
            { () throws in _ = try fileSystem.openForReading(at: path) },
            { () throws in _ = try fileSystem.openForAppending(at: path) },
            { () throws in try fileSystem.remove(at: path) },
            { () throws in try fileSystem.rename(from: path, to: directory.appending("b")) },
            { () throws in _ = try fileSystem.list(at: path) },
            { () throws in try fileSystem.synchroniseDirectory(at: path) },
            { () throws in _ = try fileSystem.availableBytes(at: path) },
        ] {
            let error = #expect(throws: FileError.self, performing: open)
            #expect(error?.isAbsence == true)
            #expect(error?.path == path)
            #expect(error?.isWorthRetrying == false)
            #expect("\(error.debugDescription)".contains("missing"))
        }
    }

    @Test func `names are listed in the order of their bytes`() throws {
        for name in ["b", "a10", "a2", "é", ".hidden", "B"] {
            _ = try fileSystem.createFile(at: directory.appending(name))
        }
        try fileSystem.createDirectory(at: directory.appending("c"))
        let names = try fileSystem.list(at: directory.path).map(\.string)
        #expect(names == [".hidden", "B", "a10", "a2", "b", "c", "é"])
    }

    @Test func `a renamed file replaces the target`() throws {
        let (source, target) = (directory.appending("a"), directory.appending("b"))
        try fileSystem.createFile(at: source).append([1].span)
        try fileSystem.createFile(at: target).append([2, 2].span)
        try fileSystem.rename(from: source, to: target)
        #expect(try fileSystem.contents(at: target) == [1])
        #expect(try fileSystem.list(at: directory.path) == ["b"])
    }

    @Test func `an open file stays readable after its removal`() throws {
        let path = directory.appending("a")
        try fileSystem.createFile(at: path).append([1, 2, 3].span)
        let file = try fileSystem.openForReading(at: path)
        try fileSystem.remove(at: path)
        try fileSystem.synchroniseDirectory(at: directory.path)
        #expect(try file.read(at: 0, count: 3) == [1, 2, 3])
        #expect(try fileSystem.list(at: directory.path).isEmpty)
    }

    @Test func `files and directories belong to their owner only`() throws {
        let file = directory.appending("file")
        let folder = directory.appending("folder")
        _ = try fileSystem.createFile(at: file)
        try fileSystem.createDirectory(at: folder)
        #expect(try permissions(of: file) == 0o600)
        #expect(try permissions(of: folder) == 0o700)
    }

    @Test func `a file is closed when its last holder lets go of it`() throws {
        let path = directory.appending("a")
        var file: (any AppendFile)? = try fileSystem.createFile(at: path)
        var reader: (any ReadFile)? = try fileSystem.openForReading(at: path)
        #expect(try openDescriptors(of: path) == 2)
        #expect(file != nil && reader != nil)
        file = nil
        reader = nil
        #expect(try openDescriptors(of: path) == 0)
    }

    @Test func `an open file is not inherited by other programs`() throws {
        let path = directory.appending("a")
        _ = try fileSystem.createFile(at: path)
        let file = try fileSystem.openForReading(at: path)
        let status = try String(contentsOfFile: "/proc/self/fdinfo/\(file.descriptor.rawValue)", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("flags:") })
        let flags = try #require(Int(line.split(separator: "\t").last ?? "", radix: 8))
        #expect(flags & 0o2000000 != 0, "O_CLOEXEC is missing in \(line).")
    }

    @Test func `there is space on the file system`() throws {
        #expect(try fileSystem.availableBytes(at: directory.path) > 0)
    }

    private func permissions(of path: FilePath) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path.string)
        return (attributes[.posixPermissions] as? Int)
    }

    private func openDescriptors(of path: FilePath) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
            return target == path.string
        }
    }
}
