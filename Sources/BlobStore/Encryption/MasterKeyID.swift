import Cryptography

/// Names a master key without telling it: the first 8 bytes of HMAC-SHA256 under the key over a constant.
///
/// In text it is 16 lower-case hexadecimal digits.
package struct MasterKeyID: Hashable, Sendable {
    /// The number of bytes in an ID.
    package static let byteCount = 8

    /// The ID as a number, with the most significant byte first.
    package let rawValue: UInt64

    /// Makes an ID from its number.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}

extension MasterKeyID: Codable, CustomStringConvertible {
    /// The ID as 16 hexadecimal digits.
    package var description: String {
        let digits = String(rawValue, radix: 16)
        return String(repeating: "0", count: 2 * Self.byteCount - digits.count) + digits
    }

    /// Reads the ID from a plain string of 16 hexadecimal digits.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard text.utf8.count == 2 * Self.byteCount, let value = UInt64(text, radix: 16) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "An ID is 16 hexadecimal digits.")
        }
        self.init(rawValue: value)
    }

    /// Writes the ID as a plain string.
    package func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
    }
}
