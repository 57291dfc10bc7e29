package import BlobModel

/// One signing key as a node gets it: derived for that node alone.
package struct NodeSigningKey: Codable, Sendable, Equatable {
    /// The key ID that signed URLs name.
    package let id: SigningKeyID

    /// Where the key is in its life.
    package let state: SigningKey.State

    /// The derived key itself.
    package let key: Base64URLBytes

    /// Creates a key from its parts.
    package init(id: SigningKeyID, state: SigningKey.State, key: Base64URLBytes) {
        self.id = id
        self.state = state
        self.key = key
    }
}

extension NodeSigningKey {
    /// Makes the form in which a derived key travels.
    package init(_ key: SigningKey) {
        self.init(id: key.id, state: key.state, key: Base64URLBytes(key.secret))
    }
}
