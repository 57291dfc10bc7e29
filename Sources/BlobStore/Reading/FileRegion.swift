package import DurableIO

/// Bytes of a blob where they lie in a file, for sending them without reading them.
///
/// The bytes of a region never change, and stay readable while its file is held. They are not checked against their
/// digests.
package struct FileRegion: Sendable {
    /// The open segment.
    package let file: any ReadFile

    /// The offset of the first byte.
    package let offset: UInt64

    /// The number of bytes; never 0.
    package let length: UInt64

    /// Makes a region.
    init(file: any ReadFile, offset: UInt64, length: UInt64) {
        self.file = file
        self.offset = offset
        self.length = length
    }
}
