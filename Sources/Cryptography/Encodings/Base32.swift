/// Base 32 in lower case and without padding (RFC 4648 §6): 16 bytes are 26 characters.
package enum Base32 {
    private static let alphabet = RadixAlphabet("abcdefghijklmnopqrstuvwxyz234567")

    /// Returns the lower-case text that stands for bytes.
    package static func encode(_ bytes: [UInt8]) -> String { alphabet.encode(bytes) }

    /// Returns the bytes for which lower-case text stands, or nil for any other text.
    package static func decode(_ text: String) -> [UInt8]? { alphabet.decode(text) }
}
