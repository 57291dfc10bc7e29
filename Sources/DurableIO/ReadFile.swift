package import SystemPackage

/// A file open for reading at any position, by several threads at once.
///
/// The file is closed when its last holder lets go of it. Bytes stay readable after the file was removed.
package protocol ReadFile: AnyObject, Sendable {
    /// The path with which the file was opened.
    var path: FilePath { get }

    /// The descriptor, for the system calls that send a file without reading it.
    ///
    /// It is valid for as long as this object is held. Whoever uses it neither closes it nor moves its offset.
    var descriptor: FileDescriptor { get }

    /// Fills a span with the bytes at an offset, as far as the file reaches.
    ///
    /// - Returns: The number of bytes read, less than the span's count only at the end of the file.
    func read(at offset: UInt64, into bytes: inout MutableSpan<UInt8>) throws(FileError) -> Int

    /// Returns the file's size in bytes.
    func size() throws(FileError) -> UInt64
}

extension ReadFile {
    /// Fills an array with the bytes at an offset, as far as the file reaches.
    ///
    /// - Returns: The number of bytes read, less than the array's count only at the end of the file.
    package func read(at offset: UInt64, into bytes: inout [UInt8]) throws(FileError) -> Int {
        var span = bytes.mutableSpan
        return try read(at: offset, into: &span)
    }

    /// Returns exactly as many bytes as were asked for.
    ///
    /// - Throws: ``FileError/endOfFile(path:offset:wanted:found:)`` when the file ends before.
    package func read(at offset: UInt64, count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = try read(at: offset, into: &bytes)
        guard found == count else {
            throw .endOfFile(path: path, offset: offset, wanted: count, found: found)
        }
        return bytes
    }
}
