import BlobModel

/// The shards of a node: named by its ID and a number, from 1 on, of which none is used twice.
struct NodeShards {
    /// The most shards that a node has.
    static let maximum = 64

    /// The node.
    let node: NodeID

    /// Returns the first shards that a node gets.
    func first(_ count: Int) throws -> [ShardEntry] {
        try next(count, after: [])
    }

    /// Returns the shards that a node gets beside those that it has.
    ///
    /// - Throws: ``NodeRegistrationError/tooManyShards(_:present:added:)``; `BlobModelError`.
    func next(_ count: Int, after known: [ShardEntry]) throws -> [ShardEntry] {
        guard known.count + count <= Self.maximum else {
            throw NodeRegistrationError.tooManyShards(node, present: known.count, added: count)
        }
        let last = known.compactMap { Int($0.id.text.dropFirst(node.text.count + 1)) }.max() ?? 0
        return try (last + 1...last + count).map {
            ShardEntry(id: try ShardID(validating: "\(node)-\($0)"), node: node)
        }
    }
}
