import DurableIO
import DurableIOTesting
import FoundationEssentials
import Glibc
import SystemPackage
import Testing

struct LocalFileSystemBelowTests {
    let directory: TemporaryDirectory
    let fileSystem = LocalFileSystem()

    init() throws {
        directory = try TemporaryDirectory()
        try fileSystem.ensureDirectory(at: directory.appending("root/inner"))
        for name in ["outside", "root/a", "root/inner/b"] {
            try fileSystem.createFile(at: directory.appending(name)).append([1, 2].span)
        }
    }

    private func read(_ name: String) throws -> [UInt8] {
        try fileSystem.openForReading(at: directory.appending(name), below: directory.appending("root"))
            .read(at: 0, count: 2)
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: directory.appending(name).string,
            withDestinationPath: target
        )
    }

    @Test func `regular files in a directory and below it are read`() throws {
        #expect(try read("root/a") == [1, 2])
        #expect(try read("root/inner/b") == [1, 2])
    }

    @Test(arguments: ["outside", "root/../outside", "root", "root/inner/../a"])
    func `what is not below the directory is not opened`(name: String) {
        let error = #expect(throws: FileError.self) { _ = try read(name) }
        #expect(error == .system(operation: .openFile, path: directory.appending(name), errno: .invalidArgument))
    }

    @Test func `no link is followed below the directory, and one to the directory is`() throws {
        try link("root/out", to: "../outside")
        try link("root/within", to: "a")
        try link("root/folder", to: "inner")
        for name in ["root/out", "root/within", "root/folder/b"] {
            #expect(throws: FileError.self) { _ = try read(name) }
        }
        try link("alias", to: "root")
        let file = try fileSystem.openForReading(
            at: directory.appending("alias/a"),
            below: directory.appending("alias")
        )
        #expect(try file.read(at: 0, count: 2) == [1, 2])
    }

    @Test func `pipes and directories are not opened, and nothing waits for a writer`() throws {
        let pipe = directory.appending("root/pipe")
        let result = unsafe pipe.withPlatformString { unsafe mkfifo($0, 0o600) }
        try #require(result == 0)
        for name in ["root/pipe", "root/inner"] {
            let error = #expect(throws: FileError.self) { _ = try read(name) }
            #expect(error == .system(operation: .openFile, path: directory.appending(name), errno: .notSupported))
        }
    }
}
