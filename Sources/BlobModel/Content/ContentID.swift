package import Cryptography

/// Names bytes by their SHA-256: a chunk's by the chunk's bytes, a blob's by its whole content.
///
/// In text and in JSON it is 64 lower-case hexadecimal digits.
package struct ContentID: Hashable, Comparable, Sendable {
    /// The number of bytes in a content ID.
    package static let byteCount = SHA256Digest.byteCount

    // Four words, most significant first: no allocation, and an alignment that the frames of async functions keep.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Makes the name for bytes that have a digest.
    package init(_ digest: SHA256Digest) {
        self.init(checked: digest.bytes[...])
    }

    /// Makes the name of bytes that are all at hand.
    package init(of bytes: Span<UInt8>) {
        self.init(SHA256Hasher.digest(of: bytes))
    }

    /// Makes a name from its 32 bytes; the result is nil for any other number of bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(checked: Array(bytes)[...])
    }

    /// Makes a name from 64 lower-case hexadecimal digits; the result is nil for any other text.
    package init?(parsing text: String) {
        guard let bytes = Hexadecimal.decode(text), bytes.count == Self.byteCount else { return nil }
        self.init(checked: bytes[...])
    }

    private init(checked bytes: ArraySlice<UInt8>) {
        var reader = ByteReader(bytes)
        guard let first = reader.integer(UInt64.self), let second = reader.integer(UInt64.self),
            let third = reader.integer(UInt64.self), let fourth = reader.integer(UInt64.self)
        else { preconditionFailure("A content ID has 32 bytes.") }
        words = (first, second, third, fourth)
    }

    /// The name's 32 bytes.
    package var bytes: [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.write(words.0)
        writer.write(words.1)
        writer.write(words.2)
        writer.write(words.3)
        return writer.bytes
    }

    /// Tells whether two names are the same.
    package static func == (left: ContentID, right: ContentID) -> Bool { left.words == right.words }

    /// Tells whether a name's bytes come before another's.
    package static func < (left: ContentID, right: ContentID) -> Bool { left.words < right.words }

    /// Hashes all bytes of the name.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension ContentID: Codable, CustomStringConvertible {
    /// Reads the name from a plain string of 64 lower-case hexadecimal digits.
    package init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        guard let name = ContentID(parsing: text) else { throw BlobModelError.malformed("content ID", text) }
        self = name
    }

    /// Writes the name as a plain string of 64 lower-case hexadecimal digits.
    package func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
    }

    /// The name as 64 lower-case hexadecimal digits.
    package var description: String { Hexadecimal.encode(bytes) }
}
