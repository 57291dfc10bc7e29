/// Why DEFLATE data cannot be decompressed.
package enum InflationError: Error, Hashable {
    /// The bytes are no such data, or were damaged.
    case malformed
    /// There is no memory for the window.
    case outOfMemory
}

extension InflationError: CustomStringConvertible {
    /// A sentence that says what is wrong.
    package var description: String {
        switch self {
        case .malformed: "The compressed data is damaged."
        case .outOfMemory: "There is no memory to decompress."
        }
    }
}
