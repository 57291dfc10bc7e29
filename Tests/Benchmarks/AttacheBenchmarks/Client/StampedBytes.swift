import Cryptography

/// Bodies for uploads: pseudo-random bytes, no two bodies alike, not even in a part.
///
/// A store that keeps equal bytes once would otherwise write less than it is sent. Every 4 KiB begin with the body's
/// number and their own place, which costs less than making random bytes.
struct StampedBytes: Sendable {
    private static let stride = 4096

    private var block: [UInt8]

    /// Makes the bytes of a run; runs differ from each other.
    init() {
        var generator = SystemRandomNumberGenerator()
        var state = generator.next()
        block = []
        block.reserveCapacity(1 << 20)
        while block.count < 1 << 20 {
            // Marsaglia's xorshift64, which is fast and random enough not to be compressed.
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            for shift in 0..<8 { block.append(UInt8(truncatingIfNeeded: state >> UInt64(8 * shift))) }
        }
    }

    /// Passes the bytes of a body on, piece by piece.
    ///
    /// - Parameters:
    ///   - count: The bytes of the body.
    ///   - serial: The number of the body.
    ///   - body: Takes a piece.
    /// - Throws: What `body` throws.
    mutating func forEachPiece<Failure>(
        count: Int,
        serial: UInt64,
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var offset = 0
        while offset < count {
            let length = min(block.count, count - offset)
            stamp(serial, at: UInt64(offset), length: length)
            try body(block.span.extracting(first: length))
            offset += length
        }
    }

    /// Returns a body as a whole.
    mutating func body(count: Int, serial: UInt64) -> [UInt8] {
        var whole: [UInt8] = []
        whole.reserveCapacity(count)
        forEachPiece(count: count, serial: serial) { piece in
            for index in piece.indices { whole.append(piece[index]) }
        }
        return whole
    }

    /// Returns the digest of a body.
    mutating func digest(count: Int, serial: UInt64) -> SHA256Digest {
        var hasher = SHA256Hasher()
        forEachPiece(count: count, serial: serial) { hasher.update($0) }
        return hasher.finalise()
    }

    private mutating func stamp(_ serial: UInt64, at offset: UInt64, length: Int) {
        for start in Swift.stride(from: 0, to: length - 15, by: Self.stride) {
            write(serial, at: start)
            write(offset + UInt64(start), at: start + 8)
        }
    }

    private mutating func write(_ value: UInt64, at start: Int) {
        for index in 0..<8 { block[start + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }
}
