/// Writes the fields of a binary format one after the other, integers with the most significant byte first.
package struct ByteWriter: Sendable {
    /// The bytes written so far.
    package private(set) var bytes: [UInt8] = []

    /// Makes a writer that has written nothing.
    ///
    /// - Parameter capacity: The number of bytes for which to have room at once.
    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes an integer of up to eight bytes in as many bytes as its type has.
    ///
    /// It is specialised where it is used: called as a generic function of another module, it takes several times as long.
    @inlinable
    package mutating func write(_ value: some FixedWidthInteger & UnsignedInteger) {
        precondition(value.bitWidth <= UInt64.bitWidth, "An integer has eight bytes at most.")
        write(UInt64(truncatingIfNeeded: value), byteCount: value.bitWidth / 8)
    }

    /// Writes the lowest bytes of an integer.
    @usableFromInline
    mutating func write(_ value: UInt64, byteCount: Int) {
        var shift = UInt64(8 * byteCount)
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Writes bytes as they are.
    package mutating func write(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Writes the number of bytes in four bytes, and then the bytes.
    package mutating func writeLengthPrefixed(_ more: some Collection<UInt8>) {
        write(UInt32(more.count))
        bytes.append(contentsOf: more)
    }

    /// Writes zeros until as many bytes are written as wanted.
    package mutating func pad(to count: Int) {
        precondition(bytes.count <= count, "The fields are longer than their room.")
        bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
    }
}
