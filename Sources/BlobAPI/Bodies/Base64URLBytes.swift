import Cryptography

/// Bytes that travel in JSON as unpadded base64url text (RFC 4648 §5): keys and secrets only, never content.
package struct Base64URLBytes: Hashable, Sendable, Codable {
    /// The bytes themselves.
    package let bytes: [UInt8]

    /// Creates a value around some bytes.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads the text.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when it is not base64url.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Base64URL.decode(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "The text is not base64url.")
        }
        self.bytes = bytes
    }

    /// Writes the text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64URL.encode(bytes))
    }
}

extension Base64URLBytes: CustomStringConvertible {
    /// A text that does not reveal the bytes, since they are secrets.
    package var description: String { "(\(bytes.count) bytes)" }
}
