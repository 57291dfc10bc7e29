package import SystemPackage

/// One change of a file system, in the order of a ``RecordingFileSystem``.
package enum FileEvent: Hashable, Sendable {
    /// A file was made.
    case createFile(FilePath)
    /// A directory was made.
    case createDirectory(FilePath)
    /// Bytes were written at an offset: the end of the file, or where they stood already.
    case write(FilePath, offset: UInt64, bytes: [UInt8])
    /// A file's bytes became durable.
    case synchronise(FilePath)
    /// A file was cut.
    case truncate(FilePath, size: UInt64)
    /// A directory's entries became durable.
    case synchroniseDirectory(FilePath)
    /// A file was renamed.
    case rename(FilePath, to: FilePath)
    /// A file was removed.
    case remove(FilePath)
    /// The test noted something, such as an acknowledgement.
    case mark(String)
}
