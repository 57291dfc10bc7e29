/// One logical content line as it was received.
struct SourceLine: Sendable {
    /// The octets, with folding, line ending, and empty lines that follow.
    let octets: ArraySlice<UInt8>
    /// The number of the line's first physical line, from 1.
    let number: Int
}
