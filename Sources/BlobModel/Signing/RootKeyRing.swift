import Cryptography

/// The root keys of a deployment, which only the front holds.
///
/// Exactly one key is active. A ring never changes; an operation answers another ring.
package struct RootKeyRing: Hashable, Sendable {
    /// The keys, in the order in which they were added.
    package let keys: [SigningKey]

    /// Makes a ring.
    ///
    /// - Throws: ``BlobModelError/inconsistentKeyRing(_:)`` unless exactly one key is active and all IDs differ.
    package init(validating keys: [SigningKey]) throws(BlobModelError) {
        try NodeKeyRing.validate(keys)
        self.keys = keys
    }

    /// Makes the first ring of a deployment: one active key, `k1`, with a secret that nobody can guess.
    package static func initial() throws(BlobModelError) -> RootKeyRing {
        let secret = SecureRandom.bytes(SigningKey.secretByteCount)
        let key = try SigningKey(id: SigningKeyID(validating: "k1"), state: .active, secret: secret)
        return try RootKeyRing(validating: [key])
    }

    /// Returns the ring with one more key, which is pending.
    ///
    /// - Parameters:
    ///   - id: The new key's ID, which the ring must not have.
    ///   - secret: The new key's secret, 32 bytes.
    /// - Returns: The longer ring.
    /// - Throws: ``BlobModelError/inconsistentKeyRing(_:)`` when the ring has a key with this ID.
    package func adding(_ id: SigningKeyID, secret: [UInt8]) throws(BlobModelError) -> RootKeyRing {
        try RootKeyRing(validating: keys + [SigningKey(id: id, state: .pending, secret: secret)])
    }

    /// Returns the ring in which a key signs; the one that signed until now is retired.
    ///
    /// - Throws: ``BlobModelError/inconsistentKeyRing(_:)`` when the ring has no such key.
    package func activating(_ id: SigningKeyID) throws(BlobModelError) -> RootKeyRing {
        _ = try key(id)
        return try RootKeyRing(
            validating: keys.map { key in
                var key = key
                if key.state == .active { key.state = .retired }
                if key.id == id { key.state = .active }
                return key
            }
        )
    }

    /// Returns the ring in which a key only verifies.
    ///
    /// - Throws: ``BlobModelError/inconsistentKeyRing(_:)`` when the ring has no such key or it is the active one.
    package func retiring(_ id: SigningKeyID) throws(BlobModelError) -> RootKeyRing {
        guard try key(id).state != .active else {
            throw .inconsistentKeyRing("the key \(id) is active; activate another first.")
        }
        return try RootKeyRing(
            validating: keys.map { key in
                var key = key
                if key.id == id { key.state = .retired }
                return key
            }
        )
    }

    /// Returns the ring without a key; URLs that it signed are refused from then on.
    ///
    /// - Throws: ``BlobModelError/inconsistentKeyRing(_:)`` when the ring has no such key or it is the active one.
    package func removing(_ id: SigningKeyID) throws(BlobModelError) -> RootKeyRing {
        guard try key(id).state != .active else {
            throw .inconsistentKeyRing("the key \(id) is active; activate another first.")
        }
        return try RootKeyRing(validating: keys.filter { $0.id != id })
    }

    /// Returns the ring of a node, whose keys are derived from these and are good for that node only.
    ///
    /// A derived secret is HKDF-SHA256 of the root secret without salt, with the information
    /// `attache-node-key-v1` followed by the node's ID (`Docs/formats/signed-url.md`).
    package func derived(for node: NodeID) -> NodeKeyRing {
        NodeKeyRing(node: node, derived: keys.map { $0.derived(for: node) })
    }

    private func key(_ id: SigningKeyID) throws(BlobModelError) -> SigningKey {
        guard let key = keys.first(where: { $0.id == id }) else {
            throw .inconsistentKeyRing("it has no key \(id).")
        }
        return key
    }
}

extension SigningKey {
    /// Returns the key that a node uses under this root key's ID and state.
    fileprivate func derived(for node: NodeID) -> SigningKey {
        let info = Array("attache-node-key-v1".utf8) + Array(node.text.utf8)
        let derived = HKDF.derive(from: secret, salt: [], info: info, count: Self.secretByteCount)
        return replacingSecret(with: derived)
    }
}
