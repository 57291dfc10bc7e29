package import DurableIO
package import SystemPackage

/// Where the files of an export go, one after the other.
package protocol ArchiveWriter {
    /// A folder on the same disk, where an export keeps a file without a name while it runs.
    var folder: FilePath { get }

    /// Begins a file.
    ///
    /// - Parameter name: The path inside the export, with `/` between its segments, each of which is a safe file name.
    /// - Throws: `FileError`.
    mutating func begin(_ name: String) throws(FileError)

    /// Appends bytes to the file.
    ///
    /// - Throws: `FileError`.
    mutating func write(_ bytes: [UInt8]) throws(FileError)

    /// Ends the file.
    ///
    /// - Throws: `FileError`.
    mutating func end() throws(FileError)

    /// Ends the export and makes it durable.
    ///
    /// - Throws: `FileError`.
    mutating func finish() throws(FileError)
}

extension ArchiveWriter {
    /// Writes a file whose bytes are at hand.
    ///
    /// - Throws: `FileError`.
    mutating func add(_ name: String, _ bytes: [UInt8]) throws(FileError) {
        try begin(name)
        try write(bytes)
        try end()
    }
}
