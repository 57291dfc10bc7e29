import DurableIO
import Synchronization
import SystemPackage

/// A file system in which something happens between two calls: after a directory was listed for the first time.
struct InterveningFileSystem: FileSystem {
    private final class Once: Sendable {
        let isOver = Mutex(false)
    }

    private let base = LocalFileSystem()
    private let once = Once()

    /// The directory.
    let directory: FilePath

    /// What happens.
    let intervention: @Sendable () -> Void

    /// Names the directory, and what happens.
    init(afterListing directory: FilePath, _ intervention: @escaping @Sendable () -> Void) {
        self.directory = directory
        self.intervention = intervention
    }

    /// Returns the names in a directory, and then lets the thing happen.
    func list(at path: FilePath) throws(FileError) -> [FilePath.Component] {
        let names = try base.list(at: path)
        let isFirst = once.isOver.withLock { isOver in
            defer { isOver = isOver || path == directory }
            return !isOver && path == directory
        }
        if isFirst { intervention() }
        return names
    }

    /// Makes a new file.
    func createFile(at path: FilePath) throws(FileError) -> any AppendFile { try base.createFile(at: path) }

    /// Opens an existing file for appending.
    func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        try base.openForAppending(at: path)
    }

    /// Writes bytes again where they stand.
    func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        try base.rewrite(bytes, at: offset, of: path)
    }

    /// Opens an existing file for reading.
    func openForReading(at path: FilePath) throws(FileError) -> any ReadFile { try base.openForReading(at: path) }

    /// Makes a directory.
    func createDirectory(at path: FilePath) throws(FileError) { try base.createDirectory(at: path) }

    /// Makes the entries of a directory durable.
    func synchroniseDirectory(at path: FilePath) throws(FileError) { try base.synchroniseDirectory(at: path) }

    /// Removes a file.
    func remove(at path: FilePath) throws(FileError) { try base.remove(at: path) }

    /// Renames a file.
    func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        try base.rename(from: source, to: target)
    }

    /// Locks a file.
    func lock(at path: FilePath) throws(FileError) -> any FileLock { try base.lock(at: path) }

    /// Returns the bytes that may still be written.
    func availableBytes(at path: FilePath) throws(FileError) -> UInt64 { try base.availableBytes(at: path) }
}
