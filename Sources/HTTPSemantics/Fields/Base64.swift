/// The base64 of byte sequences in structured fields (RFC 4648 §4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Returns the octets of a base64 text, or nil where it is malformed.
    ///
    /// RFC 8941 §4.2.7: parsers "SHOULD NOT fail" for missing padding, nor for pad bits that are not zero.
    static func decode(_ text: String) -> [UInt8]? {
        let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
        let padding = text.utf8.dropFirst(digits.count)
        guard padding.allSatisfy({ $0 == UInt8(ascii: "=") }), isLength(digits.count, padding: padding.count) else {
            return nil
        }
        var octets: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for digit in digits {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            bits = (bits << 6 | UInt32(value)) & 0xFFFF
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            octets.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        return octets
    }

    /// One digit more than whole groups of four is no octet; padding fills a group, or is left out.
    private static func isLength(_ digits: Int, padding: Int) -> Bool {
        guard digits % 4 != 1 else { return false }
        return padding == 0 || (digits % 4 != 0 && (digits + padding) % 4 == 0)
    }
}
