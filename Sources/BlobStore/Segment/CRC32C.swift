/// The checksum of headers and of encrypted bodies: CRC-32C (Castagnoli), reflected, as in RFC 3720 §12.1.
///
/// Eight bytes at a time by eight tables, 2 GB/s where a byte at a time gives 0.5.
struct CRC32C: Sendable {
    private static let stride = 8
    private static let tableLength = 256

    /// The remainders for the reflected polynomial 0x82F63B78: of each byte, and of each byte with 1 through 7 zeros after it.
    private static let tables: [UInt32] = {
        var tables = (0..<UInt32(tableLength)).map { byte in
            (0..<8).reduce(byte) { remainder, _ in
                remainder & 1 == 0 ? remainder >> 1 : (remainder >> 1) ^ 0x82F6_3B78
            }
        }
        for index in 0..<(stride - 1) * tableLength {
            let remainder = tables[index]
            tables.append((remainder >> 8) ^ tables[Int(remainder & 0xFF)])
        }
        return tables
    }()

    private var remainder: UInt32 = .max

    /// Makes a checksum of no bytes.
    init() {}

    /// Adds bytes to the checksum.
    mutating func update(_ bytes: some Sequence<UInt8>) {
        let tables = Self.tables
        for byte in bytes { remainder = (remainder >> 8) ^ tables[Int((remainder ^ UInt32(byte)) & 0xFF)] }
    }

    /// Adds bytes that lie together to the checksum.
    mutating func update(_ bytes: Span<UInt8>) {
        let all = Self.tables
        let tables = all.span
        var remainder = remainder
        var index = 0
        while bytes.count - index >= Self.stride {
            remainder = Self.remainder(after: bytes.extracting(index..<index + Self.stride), remainder, tables)
            index += Self.stride
        }
        while index < bytes.count {
            remainder = (remainder >> 8) ^ tables[Int((remainder ^ UInt32(bytes[index])) & 0xFF)]
            index += 1
        }
        self.remainder = remainder
    }

    /// Returns the remainder after eight bytes more.
    @inline(__always)
    private static func remainder(after bytes: Span<UInt8>, _ remainder: UInt32, _ tables: Span<UInt32>) -> UInt32 {
        let first = tables[7 * tableLength + Int((remainder ^ UInt32(bytes[0])) & 0xFF)]
        let second = tables[6 * tableLength + Int((remainder >> 8 ^ UInt32(bytes[1])) & 0xFF)]
        let third = tables[5 * tableLength + Int((remainder >> 16 ^ UInt32(bytes[2])) & 0xFF)]
        let fourth = tables[4 * tableLength + Int((remainder >> 24 ^ UInt32(bytes[3])) & 0xFF)]
        let fifth = tables[3 * tableLength + Int(bytes[4])]
        let sixth = tables[2 * tableLength + Int(bytes[5])]
        let seventh = tables[tableLength + Int(bytes[6])]
        return first ^ second ^ third ^ fourth ^ fifth ^ sixth ^ seventh ^ tables[Int(bytes[7])]
    }

    /// The checksum of all bytes added.
    var value: UInt32 { ~remainder }

    /// Returns the checksum of bytes that are all at hand.
    static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes)
        return checksum.value
    }

    /// Returns the checksum of bytes that lie together.
    static func checksum(of bytes: Span<UInt8>) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes)
        return checksum.value
    }
}
