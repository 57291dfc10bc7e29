import DurableIO
import Synchronization
import SystemPackage

/// The local file system on a disk that, while it is told to, reads no long piece.
final class UnreadableFileSystem: FileSystem {
    /// Whether long pieces cannot be read.
    let isFailing = Atomic(false)

    private let local = LocalFileSystem()
    private let limit: Int

    /// Makes a file system on which pieces of at least so many bytes cannot be read.
    init(from limit: Int) {
        self.limit = limit
    }

    private final class File: ReadFile {
        let file: any ReadFile
        let fileSystem: UnreadableFileSystem

        init(_ file: any ReadFile, _ fileSystem: UnreadableFileSystem) {
            self.file = file
            self.fileSystem = fileSystem
        }

        var path: FilePath { file.path }
        var descriptor: FileDescriptor { file.descriptor }

        func read(at offset: UInt64, into bytes: inout MutableSpan<UInt8>) throws(FileError) -> Int {
            let isFailing = fileSystem.isFailing.load(ordering: .relaxed)
            guard !isFailing || bytes.count < fileSystem.limit else {
                throw .system(operation: .read, path: path, errno: .ioError)
            }
            return try file.read(at: offset, into: &bytes)
        }

        func size() throws(FileError) -> UInt64 { try file.size() }
    }

    func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
        File(try local.openForReading(at: path), self)
    }

    func createFile(at path: FilePath) throws(FileError) -> any AppendFile { try local.createFile(at: path) }
    func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        try local.openForAppending(at: path)
    }
    func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        try local.rewrite(bytes, at: offset, of: path)
    }
    func createDirectory(at path: FilePath) throws(FileError) { try local.createDirectory(at: path) }
    func synchroniseDirectory(at path: FilePath) throws(FileError) { try local.synchroniseDirectory(at: path) }
    func list(at path: FilePath) throws(FileError) -> [FilePath.Component] { try local.list(at: path) }
    func remove(at path: FilePath) throws(FileError) { try local.remove(at: path) }
    func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        try local.rename(from: source, to: target)
    }
    func lock(at path: FilePath) throws(FileError) -> any FileLock { try local.lock(at: path) }
    func availableBytes(at path: FilePath) throws(FileError) -> UInt64 { try local.availableBytes(at: path) }
}
