import BlobModel

/// What the registration of a node, or of more shards, has made of the shard map.
struct ShardMapChange: Sendable {
    /// The node.
    let node: NodeID

    /// The map before; nil when there was none.
    let before: ShardMap?

    /// The map after.
    let after: ShardMap

    /// The slots that hold files.
    let occupied: Set<Slot>

    /// The shards that are new.
    var newShards: [ShardEntry] {
        let known = Set(before?.shards.map(\.id) ?? [])
        return after.shards.filter { !known.contains($0.id) }
    }

    /// The number of slots that the new shards have.
    var takenSlots: Int {
        let new = Set(newShards.map(\.id))
        return after.slots.count { new.contains(after.shards[Int($0)].id) }
    }

    /// The number of slots that the new shards would have if every slot was free.
    var fairShare: Int {
        let total = after.shards.reduce(0) { $0 + Int($1.weight) }
        return newShards.reduce(0) { $0 + Slot.count * Int($1.weight) / total }
    }

    /// What has happened, a sentence a line.
    var lines: [String] {
        let known = before?.shards(of: node) ?? []
        guard !newShards.isEmpty else {
            return [
                "registered \(node), which keeps its \(CountText(known.count, "shard")); "
                    + "\"attache node add-shards\" gives it more"
            ]
        }
        let what = known.isEmpty ? "registered \(node)" : "added \(CountText(newShards.count, "shard")) to \(node)"
        return ["\(what); the shard map has the epoch \(after.epoch) and these shards:"]
            + newShards.map { "  \($0.id)" } + (before == nil ? [] : sharing)
    }

    private var sharing: [String] {
        var lines = [
            "The new shards took \(takenSlots) of the \(Slot.count) slots. Slots with files, which stayed: \(occupied.count)."
        ]
        if takenSlots < fairShare {
            lines.append("Their fair share is \(fairShare) slots, but no more were free.")
        }
        let percentage = (takenSlots * 100 + Slot.count / 2) / Slot.count
        return lines + [
            "Files stay where they are, and so do the next ones of the same users.",
            "Of new users, and of users without files, about \(percentage) in 100 fall on the new shards.",
        ]
    }
}
