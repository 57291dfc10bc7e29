/// Base 64 with the URL and filename safe alphabet, without padding (RFC 4648 §5).
package enum Base64URL {
    private static let alphabet = RadixAlphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    /// Returns the text that stands for bytes.
    package static func encode(_ bytes: [UInt8]) -> String { alphabet.encode(bytes) }

    /// Returns the bytes for which text stands, or nil for any other text, padded text included.
    package static func decode(_ text: String) -> [UInt8]? { alphabet.decode(text) }
}
