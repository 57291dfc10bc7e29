import BlobModel

/// What is known of stored bytes that were changed behind the shard's back, after some steps of a workload.
struct DamageExpectations: Sendable {
    /// What is known of the bytes of a blob.
    enum Condition: Hashable, Sendable {
        /// They are damaged: reading refuses them, and sending them from their file need not.
        case damaged
        /// They are damaged, and that was found: they are given in no way.
        case quarantined
        /// They are whole again, which nobody has found yet: they are given whole, or refused.
        case repaired
        /// A change has begun and was not acknowledged: they are given whole, or refused.
        case uncertain
    }

    private var conditions: [ProbeBlob.Content: Condition] = [:]

    /// Everything that was damaged, or may have been.
    private(set) var damages: [Damage] = []

    /// The blobs that are damaged or may be.
    var suspects: [ProbeBlob] { damages.map(\.blob).filter { condition(of: $0) != nil } }

    /// The damage that a scrub may find: nobody has undone it, and no upload that healed it was acknowledged.
    var findable: [Damage] {
        damages.filter { damage in
            switch condition(of: damage.blob) {
            case .damaged, .quarantined, .uncertain: true
            case .repaired, nil: false
            }
        }
    }

    /// Returns what is known of the bytes of a blob; nil when they must be whole.
    func condition(of blob: ProbeBlob) -> Condition? {
        guard !conditions.isEmpty else { return nil }
        return conditions[blob.content]
    }

    /// Takes a step into account that has begun.
    mutating func apply(_ step: Step, _ standing: StepStanding) {
        switch step {
        case .damage(let damage):
            damages.append(damage)
            conditions[damage.blob.content] = standing.isAcknowledged ? .damaged : .uncertain
        case .repair(let damage):
            conditions[damage.blob.content] = standing.isAcknowledged ? .repaired : .uncertain
        case .maintain(.scrub): if standing.isAcknowledged { noteScrub() }
        case .put(let blob), .upload(let blob): heal(blob, standing)
        case .release, .reopen, .loseIndex, .maintain, .append, .abandon, .changeMasterKey: break
        }
    }

    private mutating func noteScrub() {
        for (content, condition) in conditions {
            switch condition {
            case .damaged: conditions[content] = .quarantined
            case .repaired: conditions[content] = nil
            case .quarantined, .uncertain: break
            }
        }
    }

    /// An upload of the same bytes heals what is known to be damaged.
    private mutating func heal(_ blob: ProbeBlob, _ standing: StepStanding) {
        guard condition(of: blob) == .quarantined else { return }
        conditions[blob.content] = standing.isAcknowledged ? nil : .uncertain
    }
}
