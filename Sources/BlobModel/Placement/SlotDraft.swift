/// A placement of the slots that is being changed, with the number of slots that each shard has.
struct SlotDraft {
    /// For each slot the position of its shard.
    private(set) var slots: [Int]

    /// For each shard the number of its slots.
    private(set) var loads: [Int]

    /// Begins with the placement until now.
    ///
    /// - Parameters:
    ///   - placed: For each slot the position of its shard.
    ///   - count: The number of shards, new ones included.
    init(_ placed: [UInt16], shards count: Int) {
        slots = placed.map(Int.init)
        loads = [Int](repeating: 0, count: count)
        for shard in slots { loads[shard] += 1 }
    }

    /// Gives a slot to a shard, which may have it already.
    mutating func move(_ slot: Int, to shard: Int) {
        loads[slots[slot]] -= 1
        loads[shard] += 1
        slots[slot] = shard
    }
}
