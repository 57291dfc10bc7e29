/// Places the slots on shards by weighted rendezvous, capped and sticky, and leaves pinned slots where they are.
///
/// Each slot goes to the shard that ranks highest for it and is not yet at its cap, which is 1 % above its fair share. When
/// shards come, a pinned slot never moves; a free one stays where it is unless a new shard ranks higher, the new shards
/// lack a part of their fair share, or its shard is over its cap.
struct SlotPlacement {
    private let ranking: SlotRanking
    private let shares: [Int]
    private let caps: [Int]

    /// Makes a placement on shards.
    init(shards: [ShardEntry]) {
        ranking = SlotRanking(of: shards)
        let total = shards.reduce(0.0) { $0 + Double($1.weight) }
        let fair = shards.map { Double(Slot.count) * Double($0.weight) / total }
        shares = fair.map { Int($0.rounded(.down)) }
        caps = fair.map { Int(($0 * 1.01).rounded(.up)) }
    }

    /// Returns for each slot the position of its shard, when none was placed before.
    func initial() -> [UInt16] {
        var loads = [Int](repeating: 0, count: caps.count)
        return (0..<Slot.count).map { slot in
            let shard = highestBelowCap(for: slot, loads)
            loads[shard] += 1
            return UInt16(shard)
        }
    }

    /// Returns for each slot the position of its shard, when shards at the end of the list are new.
    ///
    /// - Parameters:
    ///   - placed: For each slot the position of its shard until now.
    ///   - first: The position of the first new shard.
    ///   - pinned: The slots that have to stay.
    /// - Returns: For each slot the position of its shard from now on.
    func adapting(_ placed: [UInt16], firstNew first: Int, pinned: Set<Slot>) -> [UInt16] {
        let stay = Set(pinned.map { Int($0.index) })
        let free = placed.indices.filter { !stay.contains($0) }
        var draft = SlotDraft(placed, shards: caps.count)
        moveToNewcomers(free, &draft, first: first)
        fillNewcomers(free, &draft, first: first)
        shedExcess(free, &draft)
        return draft.slots.map(UInt16.init)
    }

    private func moveToNewcomers(_ free: [Int], _ draft: inout SlotDraft, first: Int) {
        for slot in free {
            let current = draft.slots[slot]
            let best = ranking.highest(for: slot) { shard in
                shard == current || (shard >= first && draft.loads[shard] < caps[shard])
            }
            if let best { draft.move(slot, to: best) }
        }
    }

    /// Gives the new shards what they lack of their fair share: first from shards above theirs, then from any.
    private func fillNewcomers(_ free: [Int], _ draft: inout SlotDraft, first: Int) {
        for isSparing in [true, false] {
            for slot in free where draft.slots[slot] < first {
                let owner = draft.slots[slot]
                guard !isSparing || draft.loads[owner] > shares[owner] else { continue }
                let best = ranking.highest(for: slot) { $0 >= first && draft.loads[$0] < shares[$0] }
                guard let best else { return }
                draft.move(slot, to: best)
            }
        }
    }

    private func shedExcess(_ free: [Int], _ draft: inout SlotDraft) {
        for slot in free where draft.loads[draft.slots[slot]] > caps[draft.slots[slot]] {
            draft.move(slot, to: highestBelowCap(for: slot, draft.loads))
        }
    }

    private func highestBelowCap(for slot: Int, _ loads: [Int]) -> Int {
        guard let shard = ranking.highest(for: slot, where: { loads[$0] < caps[$0] }) else {
            preconditionFailure("The caps of all shards together are more than the slots that are placed.")
        }
        return shard
    }
}
