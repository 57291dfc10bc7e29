package import BlobModel
import Cryptography

/// To how many nodes a caller shows one and the same secret (`Docs/decisions/0017-a-secret-for-each-node.md`).
package enum SecretScope: String, CaseIterable, Sendable {
    /// Each node is shown a secret that is good there alone.
    case node
    /// All nodes are shown the caller's own secret: whoever takes one of them over can speak to the others.
    case deployment
}

extension PeerSecret {
    /// Tells derived secrets from whatever else may be derived from the same text.
    private static let salt = Array("attache-node-secret-v1".utf8)

    /// Returns the secret that is shown to a node, with the previous one if there is one.
    ///
    /// What is derived for one node tells nothing of the secret itself, nor of what is derived for another.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - scope: Whether other nodes are shown the same.
    /// - Returns: HKDF-SHA256 of the text, with the node's ID as the info, as base64url; or the secret itself for the whole
    ///   deployment.
    package func shown(to node: NodeID, scope: SecretScope = .node) -> PeerSecret {
        switch scope {
        case .node: PeerSecret(current: Self.derive(current, node), previous: previous.map { Self.derive($0, node) })
        case .deployment: self
        }
    }

    private static func derive(_ text: String, _ node: NodeID) -> String {
        let bytes = HKDF.derive(from: Array(text.utf8), salt: salt, info: Array(node.text.utf8), count: 32)
        return Base64URL.encode(bytes)
    }
}
