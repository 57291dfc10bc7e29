import Cryptography

/// A password that a user may have: 1 to 1,024 bytes of UTF-8 without control characters.
struct Password {
    /// The greatest number of bytes.
    static let maximumBytes = 1024

    /// The text as the user types it.
    let text: String

    /// Takes the first line of a text.
    ///
    /// - Throws: ``PasswordError``.
    init(firstLineOf text: String) throws(PasswordError) {
        let line = String(text.prefix { !$0.isNewline })
        guard !line.isEmpty else { throw .empty }
        guard line.utf8.count <= Self.maximumBytes else { throw .tooLong(limit: Self.maximumBytes) }
        guard !line.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .controlCharacter
        }
        self.text = line
    }

    private init(_ text: String) {
        self.text = text
    }

    /// Returns a fresh password of 26 letters and digits: 128 random bits.
    static func random() -> Password {
        Password(Base32.encode(SecureRandom.bytes(16)))
    }
}
