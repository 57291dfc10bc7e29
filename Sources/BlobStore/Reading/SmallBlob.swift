/// A small blob as it is sent at once.
package enum SmallBlob: Sendable {
    /// All its bytes, each chunk of which was checked.
    case bytes([UInt8])
    /// All its bytes where they lie in files, probably in memory; they are not checked.
    case regions([FileRegion])
}
