import BlobModel

/// What must be known of upload sessions after some steps of a workload.
struct SessionExpectations: Sendable {
    /// A session that was acknowledged.
    struct Entry: Sendable {
        /// What it brings.
        let blob: ProbeBlob
        /// How far it was acknowledged to be: it must be as far at least.
        var mark: SessionMark
        /// Whether a step that ends it has begun, so that it may be there no more.
        var mayHaveEnded = false
    }

    private var open: [ReferenceID: Entry] = [:]

    /// The sessions whose end was acknowledged: they must not be there.
    private(set) var ended: [Entry] = []

    /// The sessions that must be there, or may be, in an order that is the same in every run.
    var all: [Entry] { open.values.sorted { "\($0.blob.reference)" < "\($1.blob.reference)" } }

    /// Takes a step into account that has begun.
    mutating func apply(_ step: Step, _ standing: StepStanding) {
        switch step {
        case .append(let blob, _):
            guard case .acknowledged(let mark?) = standing else { return }
            open[blob.reference] = Entry(blob: blob, mark: mark)
        case .upload(let blob), .abandon(let blob): end(blob, standing)
        case .maintain(.purge(let domain)), .maintain(.erase(let domain)):
            for entry in open.values where entry.blob.domain == domain {
                open[entry.blob.reference]?.mayHaveEnded = true
            }
        case .put, .release, .reopen, .loseIndex, .maintain, .changeMasterKey, .damage, .repair: break
        }
    }

    private mutating func end(_ blob: ProbeBlob, _ standing: StepStanding) {
        open[blob.reference]?.mayHaveEnded = true
        guard case .acknowledged(let mark) = standing else { return }
        open[blob.reference] = nil
        if let mark { ended.append(Entry(blob: blob, mark: mark, mayHaveEnded: true)) }
    }
}
