import BlobModel
import DurableIO
import KeyValueIndex
import Logging

/// Reads everything in a shard, slowly, and notes what is damaged.
///
/// A pass goes through the segments that the index knows in the order of their numbers. How far it is stands in the index, so that
/// a restart costs a few megabytes of reading at most. What compaction rewrites during a pass is not read again: compaction checks
/// what it copies. Nothing is removed or changed but rows of the index.
struct Scrubber {
    /// The bytes after which it is noted how far the pass is.
    static let saveByteCount: UInt64 = 64 << 20

    /// The most findings of which a report tells; all are logged and counted.
    static let reportLimit = 1_000

    /// The most references of which the log tells with a finding.
    static let claimantLimit = 10

    /// The parts of the open shard.
    let parts: Shard.Parts

    /// The shard.
    let shard: ShardID

    /// The thread on which reading may block.
    let pool: BlockingPool

    /// What keeps the scrub from being felt.
    let pacer: any Pacer

    /// Told now and then how far the pass is.
    let progress: @Sendable (ScrubProgress) -> Void

    private var state = ScrubState()
    private var totalBytes: UInt64 = 0
    private var savedAt: UInt64 = 0
    private var findings: [ShardFinding] = []
    private var readmitted: UInt64 = 0

    /// Makes a scrub of an open shard.
    ///
    /// - Parameters:
    ///   - parts: The parts of the open shard.
    ///   - shard: The shard.
    ///   - pool: The thread on which reading may block.
    ///   - pacer: What keeps the scrub from being felt.
    ///   - progress: Told now and then how far the pass is.
    init(
        _ parts: Shard.Parts,
        shard: ShardID,
        pool: BlockingPool,
        pacer: any Pacer,
        progress: @escaping @Sendable (ScrubProgress) -> Void
    ) {
        self.parts = parts
        self.shard = shard
        self.pool = pool
        self.pacer = pacer
        self.progress = progress
    }

    private var index: ShardIndex { parts.reader.index }

    /// Begins a pass, or goes on with the one that was interrupted, and returns at its end.
    ///
    /// - Returns: What was found.
    /// - Throws: `CancellationError` when the task is cancelled; what the index, the writer, and the disk throw. It is noted how far
    ///   the pass is, as far as that can be written.
    mutating func run() async throws -> ScrubReport {
        let index = index
        state = try await pool.run { () throws(BlobStoreError) in
            try index.read { (txn) throws(BlobStoreError) in try index.scrubState(txn) }
        }
        state.begin(at: index.milliseconds)
        do {
            while let segment = try await nextSegment() { try await scrub(segment) }
            return try await endPass()
        } catch {
            try? await save()
            throw error
        }
    }

    /// Returns the segment to read next: the one in which the pass stands, or the first after the last one that was read.
    private mutating func nextSegment() async throws(BlobStoreError) -> UInt64? {
        let index = index
        let tallies = try await pool.run { () throws(BlobStoreError) in try index.tallies() }
        totalBytes = tallies.values.reduce(0) { $0 + $1.byteCount }
        if let place = state.place, tallies[place.position.segment] != nil { return place.position.segment }
        // The segment in which it stood was compacted: what was not read of it was checked when it was copied.
        if let place = state.place { state.finish(place.position.segment) }
        let finished = SegmentName(rawValue: state.finished)
        let names = tallies.keys.map(SegmentName.init)
        return names.filter { finished < $0 }.min()?.rawValue
    }

    private mutating func scrub(_ segment: UInt64) async throws {
        guard var check = try await open(segment) else { return state.finish(segment) }
        while !check.isDone {
            let current = check
            let (next, stretch) = try await pool.run { () throws(BlobStoreError) in
                var check = current
                let stretch = try check.step()
                return (check, stretch)
            }
            check = next
            state.place = next.place
            try await take(stretch, of: segment)
            try await pacer.pause(after: stretch.readBytes)
        }
        state.finish(segment)
    }

    /// Opens a segment; nil when compaction has removed it, or when there is nothing in it that can be told.
    private mutating func open(_ segment: UInt64) async throws -> SegmentCheck? {
        let directory = parts.directory
        let (reader, shard, place) = (parts.reader, shard, state.place)
        let opened = try await pool.run { () throws(BlobStoreError) in
            try SegmentOpening(segment, in: directory, shard: shard, reader: reader).open(at: place)
        }
        switch opened {
        case .check(let check): return check
        case .empty: return nil
        case .damaged(let finding):
            var stretch = CheckedStretch()
            stretch.findings = [finding]
            stretch.lost = [0 ..< .max]
            try await take(stretch, of: segment)
            return nil
        }
    }

    /// Notes what a stretch was found to be.
    private mutating func take(_ stretch: CheckedStretch, of segment: UInt64) async throws {
        state.bytes += stretch.passedBytes
        for finding in stretch.findings { note(finding) }
        for range in stretch.lost { try await lookThrough(range, of: segment) }
        for body in stretch.damaged { try await quarantine(body) }
        for body in stretch.whole { try await readmit(body) }
        let isTime = state.bytes - savedAt >= Self.saveByteCount || !stretch.findings.isEmpty
        if isTime { try await save() }
        progress(
            ScrubProgress(bytes: state.bytes, totalBytes: totalBytes, segment: segment, findings: state.findings)
        )
    }

    /// Checks what the index has in bytes in which no record can be told.
    private mutating func lookThrough(_ range: Range<UInt64>, of segment: UInt64) async throws {
        let (index, reader) = (index, parts.reader)
        for subject in [QuarantineRow.Subject.chunk, .manifest] {
            var key: [UInt8]?
            repeat {
                let after = key
                let page = try await pool.run { () throws(BlobStoreError) in
                    let page = try index.bodies(subject, in: segment, at: range, after: after)
                    let bodies = page.rows.map { body in (body, reader.isWhole(body)) }
                    return (bodies, page.next)
                }
                for (body, isWhole) in page.0 {
                    if isWhole {
                        note(.unrecordedContent(body.name, segment: body.segment, offset: body.offset))
                    } else {
                        try await quarantine(body)
                    }
                }
                key = page.1
            } while key != nil
        }
    }

    private mutating func quarantine(_ body: IndexedBody) async throws {
        let isThere = try await parts.writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in try index.quarantine(body, &txn) }
        }
        guard isThere else { return }
        let claimants = state.findings < Self.reportLimit ? try await claimants(of: body) : []
        note(body.damage, claimants)
    }

    private mutating func readmit(_ body: IndexedBody) async throws {
        let isThere = try await parts.writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in try index.readmit(body, &txn) }
        }
        if isThere { readmitted += 1 }
    }

    /// Returns references that the damage of a body is felt by.
    private func claimants(of body: IndexedBody) async throws(BlobStoreError) -> [ReferenceID] {
        let index = index
        return try await pool.run { () throws(BlobStoreError) in
            try index.claimants(of: body, limit: Self.claimantLimit)
        }
    }

    private mutating func note(_ finding: ShardFinding, _ claimants: [ReferenceID] = []) {
        state.findings += 1
        if findings.count < Self.reportLimit { findings.append(finding) }
        var facts: Logger.Metadata = ["finding": "\(finding)"]
        if !claimants.isEmpty { facts["references"] = "\(claimants.map(\.text).joined(separator: ", "))" }
        parts.logger.error("The scrub found damage", metadata: facts)
    }

    private mutating func save() async throws {
        let state = state
        try await parts.writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in try index.setScrubState(state, &txn) }
        }
        savedAt = state.bytes
    }

    private mutating func endPass() async throws -> ScrubReport {
        state.end(at: index.milliseconds)
        try await save()
        guard let pass = state.lastPass else { preconditionFailure("A pass that ended is the last one.") }
        parts.logger.info(
            "The scrub has read everything",
            metadata: ["bytes": "\(pass.bytes)", "findings": "\(pass.findings)", "readmitted": "\(readmitted)"]
        )
        return ScrubReport(pass: pass, findings: findings, readmitted: readmitted)
    }
}
