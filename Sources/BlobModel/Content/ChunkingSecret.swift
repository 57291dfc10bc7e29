import Cryptography

/// The deployment's secret from which each domain's cutting points derive.
///
/// Who does not know it cannot tell from chunk lengths whether a known file is stored. It is made once and never changed:
/// another secret would cut the same bytes elsewhere and end deduplication against what is stored. Its description hides
/// the bytes.
package struct ChunkingSecret: Hashable, Sendable, CustomStringConvertible {
    /// The number of bytes in the secret.
    package static let byteCount = 32

    /// The secret's 32 bytes.
    package let bytes: [UInt8]

    /// Makes the secret from its bytes.
    ///
    /// - Throws: ``BlobModelError/secretLength(expected:found:)`` unless there are exactly 32.
    package init(validating bytes: [UInt8]) throws(BlobModelError) {
        guard bytes.count == Self.byteCount else {
            throw .secretLength(expected: Self.byteCount, found: bytes.count)
        }
        self.bytes = bytes
    }

    private init(random bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Makes a new secret that nobody can guess.
    package static func random() -> ChunkingSecret {
        ChunkingSecret(random: SecureRandom.bytes(byteCount))
    }

    /// Words that do not tell the secret.
    package var description: String { "<chunking secret>" }

    /// Returns the 256 words of a domain's gear table, the same on every machine.
    ///
    /// They are HKDF-SHA256 of the secret, salted with the domain's key, with the information `attache-gear-v1`, read as
    /// 64-bit words with the most significant byte first.
    package func gearTable(for domain: DedupDomain) -> [UInt64] {
        let info = Array("attache-gear-v1".utf8)
        let material = HKDF.derive(from: bytes, salt: domain.key.bytes, info: info, count: 256 * 8)
        return (0..<256).map { word in
            material[word * 8..<word * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
