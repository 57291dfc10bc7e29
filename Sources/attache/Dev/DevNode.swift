import BlobModel

/// One blob node of `attache dev`.
struct DevNode: Hashable, Sendable {
    /// The node's ID as text, such as `blob-1`.
    let name: String

    /// The port of the public listener.
    let publicPort: Int

    /// The port of the internal listener.
    let internalPort: Int

    /// The URL at which clients reach the node.
    var publicURL: String { "http://127.0.0.1:\(publicPort)" }

    /// The URL at which the front reaches the node.
    var internalURL: String { "http://127.0.0.1:\(internalPort)" }

    /// Returns the node as the shard map names it.
    func entry() throws -> NodeEntry {
        NodeEntry(id: try NodeID(validating: name), internalURL: internalURL, publicURL: publicURL)
    }
}
