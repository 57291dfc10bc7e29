/// Sealed bytes that carry their nonce: nonce 12, ciphertext, tag 16.
extension AESGCM {
    /// The bytes by which an envelope is longer than its plaintext.
    package static let envelopeByteCount = nonceByteCount + tagByteCount

    /// Returns a random nonce, the ciphertext, and the tag, one after the other.
    ///
    /// NIST SP 800-38D §8.3: with random nonces of 96 bits "the total number of invocations of the authenticated
    /// encryption function shall not exceed 2³²" under one key.
    ///
    /// - Parameters:
    ///   - plaintext: The bytes to encrypt, fewer than 2³¹.
    ///   - additional: Bytes that are authenticated but not encrypted; opening needs them again.
    /// - Returns: ``envelopeByteCount`` bytes more than the plaintext has.
    package func sealEnvelope(_ plaintext: Span<UInt8>, authenticating additional: [UInt8] = []) -> [UInt8] {
        let nonce = SecureRandom.bytes(Self.nonceByteCount)
        return seal(plaintext, nonce: nonce, authenticating: additional, after: nonce)
    }

    /// Returns the plaintext of an envelope after checking that it is whole.
    ///
    /// - Parameters:
    ///   - envelope: What ``sealEnvelope(_:authenticating:)`` gave.
    ///   - additional: The additional bytes with which it was sealed.
    /// - Returns: The plaintext.
    /// - Throws: ``CryptographyError/authenticationFailed``; no plaintext is given away then.
    package func openEnvelope(
        _ envelope: Span<UInt8>,
        authenticating additional: [UInt8] = []
    ) throws(CryptographyError) -> [UInt8] {
        guard envelope.count >= Self.envelopeByteCount else { throw .authenticationFailed }
        let nonce = envelope.extracting(first: Self.nonceByteCount)
        return try open(
            envelope.extracting(droppingFirst: Self.nonceByteCount),
            nonce: nonce.indices.map { nonce[$0] },
            authenticating: additional
        )
    }
}
