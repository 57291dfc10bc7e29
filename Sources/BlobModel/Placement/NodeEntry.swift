/// A node as the shard map knows it.
package struct NodeEntry: Hashable, Sendable, Codable {
    /// The node's ID.
    package let id: NodeID

    /// The base URL of the node's internal listener, without a slash at its end.
    package let internalURL: String

    /// The base URL of the node's public listener, as clients reach it, without a slash at its end.
    package let publicURL: String

    /// Makes an entry.
    package init(id: NodeID, internalURL: String, publicURL: String) {
        self.id = id
        self.internalURL = internalURL
        self.publicURL = publicURL
    }
}
