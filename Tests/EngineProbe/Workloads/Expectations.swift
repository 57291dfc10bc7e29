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

    /// The entries in an order that is the same in every run.
    var all: [Entry] { entries.values.sorted { "\($0.blob.reference)" < "\($1.blob.reference)" } }

    /// Takes steps into account.
    ///
    /// - Parameters:
    ///   - steps: The steps in their order.
    ///   - begun: The positions of the steps that were begun.
    ///   - acknowledged: The positions of those that were acknowledged.
    mutating func apply(_ steps: [Step], begun: Set<Int>, acknowledged: Set<Int>) {
        for (position, step) in steps.enumerated() {
            apply(step, isBegun: begun.contains(position), isAcknowledged: acknowledged.contains(position))
        }
    }

    private mutating func apply(_ step: Step, isBegun: Bool, isAcknowledged: Bool) {
        switch step {
        case .put(let blob), .upload(let blob):
            let standing: Standing = isAcknowledged ? .present : isBegun ? .uncertain : .absent
            entries[blob.reference] = Entry(blob: blob, standing: standing)
        case .release(let blob): end(blob.reference, isBegun, isAcknowledged)
        case .maintain(.purge(let domain)):
            for (reference, entry) in entries where entry.blob.domain == domain {
                end(reference, isBegun, isAcknowledged)
            }
        case .reopen, .loseIndex, .maintain: break
        }
    }

    private mutating func end(_ reference: ReferenceID, _ isBegun: Bool, _ isAcknowledged: Bool) {
        guard isBegun, entries[reference]?.standing != .absent else { return }
        entries[reference]?.standing = isAcknowledged ? .absent : .uncertain
    }
}
