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

    /// Reads an integer of up to eight bytes, as many as its type has.
    ///
    /// It is specialised where it is used: called as a generic function of another module, it takes several times as long.
    @inlinable
    package mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type) -> Value? {
        guard let number = number(of: Value.bitWidth / 8) else { return nil }
        return Value(truncatingIfNeeded: number)
    }

    /// Reads an integer of up to eight bytes.
    @usableFromInline
    mutating func number(of count: Int) -> UInt64? {
        guard let field = bytes(count) else { return nil }
        var value: UInt64 = 0
        for index in field.indices { value = value &<< 8 | UInt64(field[index]) }
        return value
    }

    /// Reads a content ID.
    package mutating func contentID() -> ContentID? {
        bytes(ContentID.byteCount).flatMap { ContentID(bytes: $0) }
    }
}
