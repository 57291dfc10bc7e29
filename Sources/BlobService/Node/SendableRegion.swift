import DurableIO

/// A run of bytes in a file that is open for as long as the region is held.
struct SendableRegion: Sendable {
    /// The file.
    let file: any ReadFile

    /// Where the run begins in the file, in bytes.
    let offset: UInt64

    /// The length of the run in bytes.
    let length: UInt64
}
