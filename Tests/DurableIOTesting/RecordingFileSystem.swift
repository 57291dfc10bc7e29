package import DurableIO
package import SystemPackage

/// A file system that logs every change, in order, so that a test can rebuild what a loss of power would leave.
///
/// An event is logged when its call has returned. Calls on one ``AppendFile`` never overlap, so that a synchronisation
/// covers everything that was logged for its file before it.
package struct RecordingFileSystem: FileSystem {
    private let base: any FileSystem
    private let log = FileLog()

    /// Makes a file system with an empty log.
    package init(over base: any FileSystem = LocalFileSystem()) {
        self.base = base
    }

    /// The changes so far, in order.
    package var events: [FileEvent] { log.events }

    /// Notes something in the log, such as an acknowledgement.
    package func mark(_ text: String) { log.append(.mark(text)) }

    /// Forgets the changes so far.
    package func clear() { log.clear() }

    /// Makes a new file.
    package func createFile(at path: FilePath) throws(FileError) -> any AppendFile {
        let file = try base.createFile(at: path)
        log.append(.createFile(path))
        return RecordingAppendFile(base: file, log: log)
    }

    /// Opens an existing file for appending.
    package func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        RecordingAppendFile(base: try base.openForAppending(at: path), log: log)
    }

    /// Writes bytes again where they stand.
    package func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        try base.rewrite(bytes, at: offset, of: path)
        log.append(.write(path, offset: offset, bytes: bytes))
    }

    /// Opens an existing file for reading.
    package func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
        try base.openForReading(at: path)
    }

    /// Makes a directory.
    package func createDirectory(at path: FilePath) throws(FileError) {
        try base.createDirectory(at: path)
        log.append(.createDirectory(path))
    }

    /// Makes the entries of a directory durable.
    package func synchroniseDirectory(at path: FilePath) throws(FileError) {
        try base.synchroniseDirectory(at: path)
        log.append(.synchroniseDirectory(path))
    }

    /// Returns the names in a directory.
    package func list(at path: FilePath) throws(FileError) -> [FilePath.Component] {
        try base.list(at: path)
    }

    /// Removes a file.
    package func remove(at path: FilePath) throws(FileError) {
        try base.remove(at: path)
        log.append(.remove(path))
    }

    /// Renames a file.
    package func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        try base.rename(from: source, to: target)
        log.append(.rename(source, to: target))
    }

    /// Locks a file.
    package func lock(at path: FilePath) throws(FileError) -> any FileLock {
        try base.lock(at: path)
    }

    /// Returns the bytes that may still be written.
    package func availableBytes(at path: FilePath) throws(FileError) -> UInt64 {
        try base.availableBytes(at: path)
    }
}
