package import DurableIO

/// Where an export goes: files with names, one after the other.
package protocol ExportTarget {
    /// Begins a file.
    ///
    /// - Parameters:
    ///   - name: Its path, of lower-case letters, digits, hyphens, full stops, and slashes only; at most 100 bytes.
    ///   - size: The number of bytes that will be written to it.
    /// - Throws: What the file system throws.
    mutating func begin(_ name: String, size: UInt64) throws(FileError)

    /// Writes the next bytes of the file.
    mutating func write(_ bytes: [UInt8]) throws(FileError)

    /// Ends the file, after exactly as many bytes as it was said to have.
    mutating func end() throws(FileError)

    /// Ends the export.
    mutating func finish() throws(FileError)
}
