package import DurableIO
package import SystemPackage

/// A file open for appending that does what another one does, but for what it says itself.
package protocol WrappingAppendFile: AppendFile {
    /// The file beneath.
    var base: any AppendFile { get }
}

extension WrappingAppendFile {
    /// The path with which the file was opened.
    package var path: FilePath { base.path }

    /// Appends bytes.
    package func append(_ bytes: Span<UInt8>) throws(FileError) { try base.append(bytes) }

    /// Appends pieces.
    package func append(_ pieces: [[UInt8]]) throws(FileError) { try base.append(pieces) }

    /// Makes the bytes durable.
    package func synchronise() throws(FileError) { try base.synchronise() }

    /// Cuts the file.
    package func truncate(to size: UInt64) throws(FileError) { try base.truncate(to: size) }

    /// Returns the file's size.
    package func size() throws(FileError) -> UInt64 { try base.size() }
}

/// A file open for reading that does what another one does, but for what it says itself.
package protocol WrappingReadFile: ReadFile {
    /// The file beneath.
    var base: any ReadFile { get }
}

extension WrappingReadFile {
    /// The path with which the file was opened.
    package var path: FilePath { base.path }

    /// The descriptor of the file beneath.
    package var descriptor: FileDescriptor { base.descriptor }

    /// Fills a span with the bytes at an offset.
    package func read(at offset: UInt64, into bytes: inout MutableSpan<UInt8>) throws(FileError) -> Int {
        try base.read(at: offset, into: &bytes)
    }

    /// Returns the file's size.
    package func size() throws(FileError) -> UInt64 { try base.size() }
}
