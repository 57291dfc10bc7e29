/// Reads the fields of a binary format one after the other, integers with the most significant byte first.
///
/// Every function answers nil when the bytes end before the field does, and has then read nothing.
package struct ByteReader: Sendable {
    private let bytes: ArraySlice<UInt8>

    /// The number of bytes read so far.
    package private(set) var position = 0

    /// Makes a reader that stands before the first byte.
    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// Makes a reader that stands before the first byte.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    /// The number of bytes not yet read.
    package var remaining: Int { bytes.count - position }

    /// Reads as many bytes as wanted.
    package mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= remaining else { return nil }
        let start = bytes.startIndex + position
        position += count
        return bytes[start..<start + count]
    }

    /// Reads an integer of as many bytes as its type has.
    package mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type) -> Value? {
        guard let field = bytes(Value.bitWidth / 8) else { return nil }
        return field.reduce(0) { ($0 &<< 8) | Value($1) }
    }

    /// Reads a content ID.
    package mutating func contentID() -> ContentID? {
        bytes(ContentID.byteCount).flatMap { ContentID(bytes: $0) }
    }
}
