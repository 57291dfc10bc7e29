/// Base 16 with lower-case digits (RFC 4648 §8).
package enum Hexadecimal {
    private static let alphabet = RadixAlphabet("0123456789abcdef")

    /// Returns two lower-case digits for each byte.
    package static func encode(_ bytes: [UInt8]) -> String { alphabet.encode(bytes) }

    /// Returns the bytes for which lower-case digits stand, or nil for any other text.
    package static func decode(_ text: String) -> [UInt8]? { alphabet.decode(text) }
}
