/// Assigns each of the 4,096 slots to a shard, and each shard to a node.
///
/// A map never changes; another assignment is another map with a higher epoch. Whoever has the map with the highest epoch
/// of a deployment is right.
package struct ShardMap: Hashable, Sendable {
    /// The map's version, from 1.
    package let epoch: UInt64

    /// The deployment that the map belongs to.
    package let deployment: DeploymentID

    /// The nodes, in the order in which they were added.
    package let nodes: [NodeEntry]

    /// The shards, in the order in which they were added; at least one.
    package let shards: [ShardEntry]

    /// For each of the 4,096 slots the position of its shard in ``shards``.
    package let slots: [UInt16]

    /// Makes a map of parts that may come from anywhere.
    ///
    /// - Throws: ``BlobModelError/inconsistentShardMap(_:)`` when they do not fit together.
    package init(
        epoch: UInt64,
        deployment: DeploymentID,
        nodes: [NodeEntry],
        shards: [ShardEntry],
        slots: [UInt16]
    ) throws(BlobModelError) {
        try Self.validate(nodes: nodes, shards: shards)
        guard slots.count == Slot.count else {
            throw .inconsistentShardMap("it assigns \(slots.count) slots instead of \(Slot.count).")
        }
        guard slots.allSatisfy({ Int($0) < shards.count }) else {
            throw .inconsistentShardMap("a slot is assigned to a shard that it does not have.")
        }
        self.epoch = epoch
        self.deployment = deployment
        self.nodes = nodes
        self.shards = shards
        self.slots = slots
    }

    /// Returns the shard of a slot.
    package func shard(for slot: Slot) -> ShardEntry { shards[Int(slots[Int(slot.index)])] }

    /// Returns the shard of a domain.
    package func shard(for domain: DedupDomain) -> ShardEntry { shard(for: domain.slot) }

    /// Returns the node that has a domain's shard.
    package func node(for domain: DedupDomain) -> NodeEntry { node(of: shard(for: domain)) }

    /// Returns a node by its ID, or nil when the map has none of that ID.
    package func node(_ id: NodeID) -> NodeEntry? { nodes.first { $0.id == id } }

    /// Returns the shards of a node.
    package func shards(of node: NodeID) -> [ShardEntry] { shards.filter { $0.node == node } }

    private func node(of shard: ShardEntry) -> NodeEntry {
        guard let node = node(shard.node) else {
            preconditionFailure("The node of every shard was checked when the map was made.")
        }
        return node
    }

    private static func validate(nodes: [NodeEntry], shards: [ShardEntry]) throws(BlobModelError) {
        let known = Set(nodes.map(\.id))
        guard known.count == nodes.count else { throw .inconsistentShardMap("two nodes have the same ID.") }
        guard !shards.isEmpty, shards.count <= Slot.count else {
            throw .inconsistentShardMap("it has \(shards.count) shards; 1 through \(Slot.count) are allowed.")
        }
        guard Set(shards.map(\.id)).count == shards.count else {
            throw .inconsistentShardMap("two shards have the same ID.")
        }
        for shard in shards where !known.contains(shard.node) {
            throw .inconsistentShardMap("the shard \(shard.id) is on the node \(shard.node), which it does not have.")
        }
    }
}

extension ShardMap: Codable {
    private enum CodingKeys: String, CodingKey {
        case epoch, deployment, nodes, shards, slots
    }

    /// Reads a map and validates it.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            epoch: container.decode(UInt64.self, forKey: .epoch),
            deployment: container.decode(DeploymentID.self, forKey: .deployment),
            nodes: container.decode([NodeEntry].self, forKey: .nodes),
            shards: container.decode([ShardEntry].self, forKey: .shards),
            slots: container.decode([UInt16].self, forKey: .slots)
        )
    }

    /// Writes the map with one member for each property.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(epoch, forKey: .epoch)
        try container.encode(deployment, forKey: .deployment)
        try container.encode(nodes, forKey: .nodes)
        try container.encode(shards, forKey: .shards)
        try container.encode(slots, forKey: .slots)
    }
}
