import DurableIO
import Synchronization
import SystemPackage

/// The local file system on a disk with a file that cannot be read, and with somebody who meddles when a file was opened.
final class MeddlingFileSystem: FileSystem {
    private let local = LocalFileSystem()
    private let unreadable = Mutex<FilePath?>(nil)
    private let meddling = Mutex<(@Sendable () -> Void)?>(nil)

    /// Sets the file of which nothing longer than a header can be read; nil for none.
    func setUnreadable(_ path: FilePath?) { unreadable.withLock { $0 = path } }

    /// Sets what is done once, between the next opening of a file for reading and its return.
    func afterNextOpening(_ body: @escaping @Sendable () -> Void) { meddling.withLock { $0 = body } }

    private final class File: ReadFile {
        let file: any ReadFile
        let fileSystem: MeddlingFileSystem

        init(_ file: any ReadFile, _ fileSystem: MeddlingFileSystem) {
            self.file = file
            self.fileSystem = fileSystem
        }

        var path: FilePath { file.path }
        var descriptor: FileDescriptor { file.descriptor }

        func read(at offset: UInt64, into bytes: inout MutableSpan<UInt8>) throws(FileError) -> Int {
            guard bytes.count <= 128 || path != fileSystem.unreadable.withLock({ $0 }) else {
                throw .system(operation: .read, path: path, errno: .ioError)
            }
            return try file.read(at: offset, into: &bytes)
        }

        func size() throws(FileError) -> UInt64 { try file.size() }
    }

    func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
        let file = File(try local.openForReading(at: path), self)
        let body = meddling.withLock { body in
            defer { body = nil }
            return body
        }
        body?()
        return file
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
