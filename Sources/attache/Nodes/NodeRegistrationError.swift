import BlobModel

/// Why a node cannot be registered, or cannot get more shards.
enum NodeRegistrationError: Error, Hashable {
    /// Every slot holds files, so that new shards would get none.
    case noFreeSlot(NodeID)

    /// The shard map does not have the node.
    case unknownNode(NodeID)

    /// The node would have more shards than a node may have.
    case tooManyShards(NodeID, present: Int, added: Int)
}

extension NodeRegistrationError: CustomStringConvertible {
    /// The reason as a sentence, and what to do.
    var description: String {
        switch self {
        case .noFreeSlot(let node):
            "Nothing was changed: new shards on \(node) would stay empty. Every one of the \(Slot.count) slots holds "
                + "files, and what holds files stays where it is. Give the shards that there are larger disks, or move "
                + "a node to a larger host (Docs/operations/adding-a-shard.md)."
        case .unknownNode(let node):
            "There is no node \(node) with shards. \"attache node list\" shows the nodes, and \"attache node add\" "
                + "registers one with its first shards."
        case .tooManyShards(let node, let present, let added):
            "A node has at most \(NodeShards.maximum) shards; \(node) has \(present), and \(added) more are too many. "
                + "Add another node."
        }
    }
}
