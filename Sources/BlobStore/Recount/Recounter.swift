import BlobModel
import FoundationEssentials
import KeyValueIndex

/// Takes a shard's references to the front, page by page, and releases those that it has missed twice.
///
/// "Two definite 'absent' answers from the same deployment at least the grace apart." A pass asks about every reference that
/// is old enough; what is missed for the first time is noted with the instant, and what turns up again is struck out. At the
/// end of the pass, those that were missed a grace ago and are missed still are released through the log, after one more
/// question; unless they are more than a hundredth of all, which no lost upload explains: then nothing is released before the
/// operator has approved it. Where a pass was stopped, by a restart too, the next one goes on.
struct Recounter: Sendable {
    /// The references in one question.
    static let pageSize = 1_000

    /// After how many milliseconds a pass that was stopped is not taken up again.
    static let longestPass: UInt64 = 24 * 3_600_000

    /// The index of the shard.
    let index: ShardIndex

    /// What writes.
    let writer: ShardWriter

    /// The thread on which reads may block.
    let pool: BlockingPool

    /// What slows the recount down.
    let pacer: any Pacer

    /// The deployment of the shard.
    let deployment: DeploymentID

    /// The milliseconds between two looks at least.
    let grace: UInt64

    /// Who knows which references exist.
    let oracle: any ReferenceOracle

    /// Told how many references were seen.
    let report: @Sendable (UInt64) -> Void

    /// How old in milliseconds a reference is before it is asked about: an upload has its reference before its event.
    private var maturity: UInt64 { min(grace, 3_600_000) }

    /// Takes the recount to its end.
    ///
    /// - Parameter approve: Whether what the last pass held back may be released.
    /// - Returns: What came of it.
    /// - Throws: ``BlobStoreError``, ``RecountError``, `CancellationError`, and what the oracle throws.
    func run(approve: Bool) async throws -> RecountReport {
        guard let state = try await begin(approve: approve) else { return try await tooEarly() }
        var pass = state
        while let next = try await turnPage(pass) {
            pass = next
            report(pass.counts.seen)
        }
        let approved = try await read { (index, txn) throws(BlobStoreError) in try index.recountState(txn).approved }
        guard pass.counts.due <= pass.counts.allowance + approved else { return try await end(pass, holding: true) }
        pass.counts.released = try await releaseDue(of: pass)
        return try await end(pass, holding: false)
    }

    /// Begins a pass or takes up the one that was stopped; nil while no reference is old enough to be asked about.
    private func begin(approve: Bool) async throws -> RecountPass? {
        let maturity = maturity
        return try await writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                var state = try index.recountState(txn.reader)
                state.begin(
                    approve: approve,
                    now: index.milliseconds,
                    sequence: try index.checkpoint(txn.reader)?.sequence ?? 0,
                    maturity: maturity
                )
                try index.setRecountState(state, &txn)
                return state.pass
            }
        }
    }

    /// Asks about the next page and notes the answer; nil at the end of the references.
    private func turnPage(_ pass: RecountPass) async throws -> RecountPass? {
        let page = try await read { (index, txn) throws(BlobStoreError) in
            try index.references(after: pass.cursor, limit: Self.pageSize, txn)
        }
        guard let last = page.last else { return nil }
        let asked = page.filter { $0.sequence <= pass.limit }.map(\.reference)
        let missing = try await missing(among: asked)
        var next = pass
        next.cursor = last.reference.key
        next.counts.seen += UInt64(page.count)
        next.counts.asked += UInt64(asked.count)
        next.counts.missing += UInt64(missing.count)
        next.counts.due += try await note(missing, among: asked, next)
        try await pacer.pause(after: page.count * 128)
        return next
    }

    /// Notes an answer together with the place at which the pass goes on.
    ///
    /// - Returns: How many of the missing references may be released.
    private func note(
        _ missing: Set<ReferenceID>,
        among asked: [NamedReference],
        _ pass: RecountPass
    ) async throws
        -> UInt64
    {
        let grace = grace
        return try await writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                var due: UInt64 = 0
                for reference in asked {
                    if missing.contains(reference.id) {
                        if try index.noteMissing(reference, pass: pass.started, grace: grace, &txn) { due += 1 }
                    } else {
                        try index.delete(reference.key, in: index.absences, &txn)
                    }
                }
                var state = try index.recountState(txn.reader)
                state.pass = pass
                state.pass?.counts.due += due
                try index.setRecountState(state, &txn)
                return due
            }
        }
    }

    /// Asks the oracle; an answer of another deployment, or about something else, is none.
    func missing(among references: [NamedReference]) async throws -> Set<ReferenceID> {
        guard !references.isEmpty else { return [] }
        try Task.checkCancellation()
        let answer = try await oracle.missing(among: references.map(\.id), deployment: deployment)
        guard answer.deployment == deployment else {
            throw RecountError.foreignAnswer(expected: deployment, found: answer.deployment)
        }
        let asked = Set(references.map(\.id))
        if let stranger = answer.missing.first(where: { !asked.contains($0) }) {
            throw RecountError.unaskedReference(stranger)
        }
        return Set(answer.missing)
    }

    /// Notes that a pass has ended.
    private func end(_ pass: RecountPass, holding: Bool) async throws -> RecountReport {
        try await writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                var state = try index.recountState(txn.reader)
                state.end(pass, holding: holding, now: index.milliseconds)
                try index.setRecountState(state, &txn)
            }
        }
        return RecountReport(outcome: holding ? .held : .complete, counts: pass.counts)
    }

    private func tooEarly() async throws -> RecountReport {
        let horizon = try await read { (index, txn) throws(BlobStoreError) in try index.recountState(txn).horizon }
        let until = (horizon?.noted ?? index.milliseconds) + maturity
        return RecountReport(
            outcome: .tooEarly(until: Date(timeIntervalSince1970: Double(until) / 1_000)),
            counts: RecountCounts()
        )
    }

    /// Runs a read on the thread of the background work.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (ShardIndex, borrowing ReadTransaction) throws(BlobStoreError) -> Value
    ) async throws(BlobStoreError) -> Value {
        let index = index
        return try await pool.run { () throws(BlobStoreError) in
            try index.read { (txn) throws(BlobStoreError) in try body(index, txn) }
        }
    }
}
