/// The lengths between which content-defined chunking cuts a blob, in bytes.
package struct ChunkingParameters: Hashable, Sendable {
    /// No chunk but a blob's last is shorter.
    package let minimum: UInt32

    /// The length that chunks have on average; a power of two.
    package let average: UInt32

    /// No chunk is longer.
    package let maximum: UInt32

    /// Makes parameters, which must rise from minimum to maximum.
    package init(minimum: UInt32, average: UInt32, maximum: UInt32) {
        precondition(0 < minimum && minimum < average && average < maximum, "Chunk lengths must rise.")
        precondition(average.nonzeroBitCount == 1, "The average chunk length must be a power of two.")
        self.minimum = minimum
        self.average = average
        self.maximum = maximum
    }

    /// The parameters of format 1: 16, 64, and 256 KiB.
    package static let standard = ChunkingParameters(minimum: 16 << 10, average: 64 << 10, maximum: 256 << 10)
}
