/// One key of the ring that signs download URLs: a root key at the front, or the key that a node derives from it.
///
/// Its description hides the secret.
package struct SigningKey: Hashable, Sendable, CustomStringConvertible {
    /// The number of bytes in a key's secret.
    package static let secretByteCount = 32

    /// Where a key stands in its life: pending, then active, then retired, then gone.
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Verifies already and signs nothing yet, so that every node knows it before the first URL.
        case pending
        /// Signs new URLs and verifies.
        case active
        /// Signs nothing any more and verifies the URLs that are still about.
        case retired
    }

    /// The key's ID, which stands in the URLs that it signs.
    package let id: SigningKeyID

    /// Where the key stands in its life.
    package var state: State

    /// The secret, 32 bytes.
    package let secret: [UInt8]

    /// Makes a key of parts that may come from anywhere.
    ///
    /// - Throws: ``BlobModelError/secretLength(expected:found:)`` unless the secret has 32 bytes.
    package init(id: SigningKeyID, state: State, secret: [UInt8]) throws(BlobModelError) {
        guard secret.count == Self.secretByteCount else {
            throw .secretLength(expected: Self.secretByteCount, found: secret.count)
        }
        self.id = id
        self.state = state
        self.secret = secret
    }

    /// Words that do not tell the secret.
    package var description: String { "<signing key \(id), \(state.rawValue)>" }
}

extension SigningKey {
    private init(id: SigningKeyID, state: State, checkedSecret: [UInt8]) {
        precondition(checkedSecret.count == Self.secretByteCount, "A signing key's secret has 32 bytes.")
        self.id = id
        self.state = state
        secret = checkedSecret
    }

    /// Returns the key with the same ID and state and other secret bytes, of which there must be 32.
    func replacingSecret(with secret: [UInt8]) -> SigningKey {
        SigningKey(id: id, state: state, checkedSecret: secret)
    }
}
