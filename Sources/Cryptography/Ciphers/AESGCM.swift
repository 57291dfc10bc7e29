import CLibCrypto

/// Authenticated encryption by AES-256 in Galois/Counter Mode (NIST SP 800-38D) under one key.
package struct AESGCM: Sendable {
    /// The number of bytes in a key.
    package static let keyByteCount = 32
    /// The number of bytes in a nonce.
    package static let nonceByteCount = 12
    /// The number of bytes in the tag that follows the ciphertext.
    package static let tagByteCount = 16

    private let key: [UInt8]

    /// Makes a cipher.
    ///
    /// - Parameter key: The key's 32 bytes.
    package init(key: [UInt8]) {
        precondition(key.count == Self.keyByteCount, "An AES-256 key has \(Self.keyByteCount) bytes.")
        self.key = key
    }

    /// Returns the ciphertext followed by its tag.
    ///
    /// - Parameters:
    ///   - plaintext: The bytes to encrypt; the result is 16 bytes longer.
    ///   - nonce: 12 bytes that must never be used twice with this key (NIST SP 800-38D §8).
    ///   - additional: Bytes that are authenticated but not encrypted; opening needs them again.
    /// - Returns: The ciphertext, as long as the plaintext, and 16 bytes of tag.
    package func seal(_ plaintext: Span<UInt8>, nonce: [UInt8], authenticating additional: [UInt8] = []) -> [UInt8] {
        seal(plaintext, nonce: nonce, authenticating: additional, after: [])
    }

    /// Returns bytes that come first as they are, the ciphertext, and its tag, in one piece of memory.
    func seal(
        _ plaintext: Span<UInt8>,
        nonce: [UInt8],
        authenticating additional: [UInt8],
        after prefix: [UInt8]
    ) -> [UInt8] {
        var context = CipherContext(direction: .encrypt, key: key, nonce: nonce)
        context.authenticate(additional)
        var sealed = context.update(plaintext, after: prefix, room: Self.tagByteCount)
        guard context.finish() else {
            preconditionFailure("AES-256-GCM cannot fail to encrypt.")
        }
        sealed += context.tag()
        return sealed
    }

    /// Returns the plaintext of sealed bytes after checking that they are whole.
    ///
    /// - Parameters:
    ///   - sealed: What ``seal(_:nonce:authenticating:)`` gave.
    ///   - nonce: The 12 bytes with which it was sealed.
    ///   - additional: The additional bytes with which it was sealed.
    /// - Returns: The plaintext.
    /// - Throws: ``CryptographyError/authenticationFailed``; no plaintext is given away then.
    package func open(
        _ sealed: Span<UInt8>,
        nonce: [UInt8],
        authenticating additional: [UInt8] = []
    ) throws(CryptographyError) -> [UInt8] {
        guard sealed.count >= Self.tagByteCount else { throw .authenticationFailed }
        let ciphertext = sealed.extracting(droppingLast: Self.tagByteCount)
        let tag = sealed.extracting(last: Self.tagByteCount)
        var context = CipherContext(direction: .decrypt, key: key, nonce: nonce)
        context.authenticate(additional)
        let plaintext = context.update(ciphertext)
        context.expect(tag: tag.indices.map { tag[$0] })
        guard context.finish() else { throw .authenticationFailed }
        return plaintext
    }
}
