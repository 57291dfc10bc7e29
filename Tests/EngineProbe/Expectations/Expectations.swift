import BlobModel

/// What must be in a shard, what may be, and what must not, after some steps of a workload.
struct Expectations: Sendable {
    /// What is known of a reference.
    enum Standing: Hashable, Sendable {
        /// It must be there: it was acknowledged.
        case present
        /// It may be there, whole, or not: nothing was acknowledged.
        case uncertain
        /// It must not be there: it was never put, or its release was acknowledged.
        case absent
    }

    /// A blob and what is known of its reference.
    struct Entry: Sendable {
        /// The blob.
        let blob: ProbeBlob
        /// What is known of its reference.
        var standing: Standing
    }

    private(set) var entries: [ReferenceID: Entry] = [:]

    /// What is known of upload sessions.
    private(set) var sessions = SessionExpectations()

    /// What is known of bytes that were damaged.
    private(set) var damages = DamageExpectations()

    /// What is known of domains whose key was erased.
    private(set) var erasures = ErasureExpectations()

    /// The master keys that must be enough to open the shard.
    private(set) var keys = MasterKeyStage()

    /// The entries in an order that is the same in every run.
    var all: [Entry] { entries.values.sorted { "\($0.blob.reference)" < "\($1.blob.reference)" } }

    /// Takes steps into account.
    mutating func apply(_ steps: [Step], _ progress: StepProgress) {
        for (position, step) in steps.enumerated() {
            let standing = progress.standing(of: position)
            apply(step, standing)
            guard standing != .waiting else { continue }
            sessions.apply(step, standing)
            damages.apply(step, standing)
            erasures.apply(step, standing)
        }
    }

    /// The same when all damage has been found and healed.
    var healed: Expectations {
        var healed = self
        healed.damages = DamageExpectations()
        return healed
    }

    private mutating func apply(_ step: Step, _ progress: StepStanding) {
        switch step {
        case .put(let blob), .upload(let blob):
            let standing: Standing = progress.isAcknowledged ? .present : progress == .begun ? .uncertain : .absent
            entries[blob.reference] = Entry(blob: blob, standing: standing)
        case .release(let blob): end(blob.reference, progress)
        case .maintain(.purge(let domain)):
            for (reference, entry) in entries where entry.blob.domain == domain { end(reference, progress) }
        case .changeMasterKey: if progress != .waiting { keys.begin() }
        case .maintain(.rotate): if progress.isAcknowledged { keys.finish() }
        case .reopen, .loseIndex, .maintain, .append, .abandon, .damage, .repair: break
        }
    }

    private mutating func end(_ reference: ReferenceID, _ progress: StepStanding) {
        guard progress != .waiting, entries[reference]?.standing != .absent else { return }
        entries[reference]?.standing = progress.isAcknowledged ? .absent : .uncertain
    }
}
