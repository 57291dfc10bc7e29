/// A shard as the shard map knows it.
package struct ShardEntry: Hashable, Sendable, Codable {
    /// The shard's ID.
    package let id: ShardID

    /// The node that has it open.
    package let node: NodeID

    /// The shard's share of the slots beside the weights of the others; at least 1.
    package let weight: UInt32

    /// Makes an entry.
    package init(id: ShardID, node: NodeID, weight: UInt32 = 100) {
        precondition(weight >= 1, "A shard's weight is at least 1.")
        self.id = id
        self.node = node
        self.weight = weight
    }
}
