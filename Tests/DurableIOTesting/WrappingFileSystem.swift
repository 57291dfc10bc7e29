package import DurableIO
package import SystemPackage

/// A file system that does what another one does, but for what it says itself.
package protocol WrappingFileSystem: FileSystem {
    /// The file system beneath.
    var base: any FileSystem { get }
}

extension WrappingFileSystem {
    /// Makes a new file beneath.
    package func createFile(at path: FilePath) throws(FileError) -> any AppendFile { try base.createFile(at: path) }

    /// Opens an existing file beneath for appending.
    package func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        try base.openForAppending(at: path)
    }

    /// Writes bytes again where they stand.
    package func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        try base.rewrite(bytes, at: offset, of: path)
    }

    /// Opens an existing file beneath for reading.
    package func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
        try base.openForReading(at: path)
    }

    /// Makes a directory beneath.
    package func createDirectory(at path: FilePath) throws(FileError) { try base.createDirectory(at: path) }

    /// Makes the entries of a directory durable.
    package func synchroniseDirectory(at path: FilePath) throws(FileError) { try base.synchroniseDirectory(at: path) }

    /// Returns the names in a directory.
    package func list(at path: FilePath) throws(FileError) -> [FilePath.Component] { try base.list(at: path) }

    /// Removes a file beneath.
    package func remove(at path: FilePath) throws(FileError) { try base.remove(at: path) }

    /// Renames a file beneath.
    package func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        try base.rename(from: source, to: target)
    }

    /// Locks a file beneath.
    package func lock(at path: FilePath) throws(FileError) -> any FileLock { try base.lock(at: path) }

    /// Returns the bytes that may still be written.
    package func availableBytes(at path: FilePath) throws(FileError) -> UInt64 { try base.availableBytes(at: path) }
}
