import Cryptography

/// The keys of one node: what it verifies download URLs with, and what the front signs them with.
///
/// All keys verify, whatever their state; exactly one is active and signs. The keys are prepared once and may be used by
/// several threads.
package struct NodeKeyRing: Sendable {
    /// The node that the keys are good for.
    package let node: NodeID

    /// The keys, already derived for the node.
    package let keys: [SigningKey]

    private let active: SigningKeyID
    private let authenticators: [SigningKeyID: HMACKey]

    /// Makes a ring of keys that were derived for the node.
    ///
    /// - Throws: ``BlobModelError/inconsistentKeyRing(_:)`` unless exactly one key is active and all IDs differ.
    package init(node: NodeID, validating keys: [SigningKey]) throws(BlobModelError) {
        try Self.validate(keys)
        self.init(node: node, derived: keys)
    }

    /// Makes a ring of keys that are known to be a ring.
    init(node: NodeID, derived keys: [SigningKey]) {
        guard let active = keys.first(where: { $0.state == .active }) else {
            preconditionFailure("A key ring has exactly one active key.")
        }
        self.node = node
        self.keys = keys
        self.active = active.id
        authenticators = Dictionary(uniqueKeysWithValues: keys.map { ($0.id, HMACKey($0.secret)) })
    }

    /// The ID of the key that signs.
    package var activeKey: SigningKeyID { active }

    /// Returns the signature of a message by the active key.
    func sign(_ message: [UInt8]) -> [UInt8] {
        guard let authenticator = authenticators[active] else {
            preconditionFailure("The active key is one of the ring's keys.")
        }
        return authenticator.authenticate(message.span)
    }

    /// Tells in constant time whether a signature of a message is that of a key; nil when the ring has no such key.
    func isValid(_ signature: [UInt8], of message: [UInt8], by key: SigningKeyID) -> Bool? {
        authenticators[key]?.isValid(signature, for: message.span)
    }

    /// Checks that keys form a ring.
    ///
    /// - Throws: ``BlobModelError/inconsistentKeyRing(_:)`` unless exactly one key is active and all IDs differ.
    static func validate(_ keys: [SigningKey]) throws(BlobModelError) {
        let active = keys.count { $0.state == .active }
        guard active == 1 else { throw .inconsistentKeyRing("\(active) keys are active instead of one.") }
        guard Set(keys.map(\.id)).count == keys.count else {
            throw .inconsistentKeyRing("two keys have the same ID.")
        }
    }
}
