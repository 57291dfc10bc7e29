package import SystemPackage

/// The file operations of a store, with every step to durability explicit.
///
/// All calls block their thread. Files are made for their owner only (mode 0600, directories 0700) and are not
/// inherited by programs that this one starts.
package protocol FileSystem: Sendable {
    /// Makes a new, empty file and opens it for appending.
    ///
    /// The file's entry is durable only after ``synchroniseDirectory(at:)`` on its directory.
    ///
    /// - Throws: An error whose ``FileError/isPresence`` is true when the path exists.
    func createFile(at path: FilePath) throws(FileError) -> any AppendFile

    /// Opens an existing file for appending.
    func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile

    /// Writes bytes where they stand in a file already, so that its next synchronisation writes them to the disk.
    ///
    /// After a failed synchronisation the system may keep bytes that never reached the disk and take them for written: they
    /// can be read, and no later synchronisation writes them. Written again, they are new to it. A process that ends
    /// meanwhile leaves the same bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes as they were read from the file.
    ///   - offset: Where they were read.
    ///   - path: The file.
    /// - Throws: ``FileError/system(operation:path:errno:)``; nothing is durable before a synchronisation.
    func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError)

    /// Opens an existing file for reading.
    func openForReading(at path: FilePath) throws(FileError) -> any ReadFile

    /// Makes a directory in an existing one.
    ///
    /// - Throws: An error whose ``FileError/isPresence`` is true when the path exists.
    func createDirectory(at path: FilePath) throws(FileError)

    /// Makes the entries of a directory durable: files made, renamed, and removed in it.
    func synchroniseDirectory(at path: FilePath) throws(FileError)

    /// Returns the names in a directory, sorted by their bytes.
    func list(at path: FilePath) throws(FileError) -> [FilePath.Component]

    /// Removes a file; the removal is durable only after ``synchroniseDirectory(at:)``.
    func remove(at path: FilePath) throws(FileError)

    /// Renames a file and replaces what stood at the target, as one step.
    ///
    /// The renaming is durable only after ``synchroniseDirectory(at:)``.
    func rename(from source: FilePath, to target: FilePath) throws(FileError)

    /// Locks a file against every other holder, and makes the file when it is missing.
    ///
    /// - Throws: ``FileError/locked(path:)`` at once when somebody else holds the lock.
    func lock(at path: FilePath) throws(FileError) -> any FileLock

    /// Returns how many bytes an ordinary user may still write to the file system of a path.
    func availableBytes(at path: FilePath) throws(FileError) -> UInt64
}
