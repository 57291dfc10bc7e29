package import BlobModel
package import Cryptography

/// A registered node: where it is, and by what it is recognised.
///
/// Which shards it has is in the shard map alone.
package struct NodeRecord: Hashable, Sendable {
    /// The node's ID and URLs.
    package let entry: NodeEntry

    /// The SHA-256 of the node's service secrets: the current one, then the previous one during a rotation.
    package let secretDigests: [SHA256Digest]

    /// Creates a record.
    package init(entry: NodeEntry, secretDigests: [SHA256Digest]) {
        self.entry = entry
        self.secretDigests = secretDigests
    }

    /// The node's ID.
    package var id: NodeID { entry.id }
}
