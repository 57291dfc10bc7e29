/// The checksum of headers: CRC-32C (Castagnoli), reflected, as in RFC 3720 §12.1.
struct CRC32C: Sendable {
    /// The remainder of each byte for the reflected polynomial 0x82F63B78.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { remainder, _ in
            remainder & 1 == 0 ? remainder >> 1 : (remainder >> 1) ^ 0x82F6_3B78
        }
    }

    private var remainder: UInt32 = .max

    /// Makes a checksum of no bytes.
    init() {}

    /// Adds bytes to the checksum.
    mutating func update(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            remainder = (remainder >> 8) ^ Self.table[Int((remainder ^ UInt32(byte)) & 0xFF)]
        }
    }

    /// The checksum of all bytes added.
    var value: UInt32 { ~remainder }

    /// Returns the checksum of bytes that are all at hand.
    static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes)
        return checksum.value
    }
}
