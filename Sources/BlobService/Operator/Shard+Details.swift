import BlobAPI
import BlobModel
import BlobStore

extension Shard {
    /// Returns what an operator is told of the shard, without the jobs on it.
    func details() async -> ShardDetails {
        do {
            return ShardDetails(
                overview: try await status(),
                statistics: try await statistics(),
                recount: try await recountStatus()
            )
        } catch {
            return ShardDetails(id, state: .failed, problem: "\(error)")
        }
    }
}

extension ShardDetails {
    /// Makes the details of an open shard.
    fileprivate init(overview: ShardOverview, statistics: ShardStatistics, recount: RecountStatus) {
        self.init(
            overview.identity.shard,
            state: overview.writesStopped == nil ? .ready : .readOnly,
            problem: overview.writesStopped
        )
        figures = ShardFigures(overview, statistics, recount)
        scrub = ScrubFigures(overview.scrub)
        self.recount = RecountFigures(recount)
    }
}

extension ShardFigures {
    fileprivate init(_ overview: ShardOverview, _ statistics: ShardStatistics, _ recount: RecountStatus) {
        self.init()
        let segments = overview.segments
        self.segments = UInt64(segments.segments)
        segmentBytes = segments.bytes
        liveBytes = segments.liveBytes
        deadBytes = segments.deadBytes
        freeBytes = overview.availableBytes
        chunks = UInt64(overview.counts.chunks)
        manifests = UInt64(overview.counts.manifests)
        references = UInt64(overview.counts.references)
        absences = recount.absences
        unclaimed = UInt64(overview.counts.unclaimed)
        quarantined = UInt64(overview.counts.quarantined)
        sessions = UInt64(overview.counts.sessions)
        add(statistics)
    }

    private mutating func add(_ statistics: ShardStatistics) {
        batches = statistics.batches
        operations = statistics.operations
        synchronisations = statistics.synchronisations
        appendedBytes = statistics.appendedBytes
        deduplicatedBytes = statistics.deduplicatedBytes
        waitingOperations = UInt64(statistics.waitingOperations)
    }
}

extension ScrubFigures {
    fileprivate init(_ status: ScrubStatus) {
        self.init()
        passStarted = status.passStarted.map { Timestamp($0) }
        passBytes = status.bytes
        passFindings = status.findings
        lastPassStarted = status.lastPass.map { Timestamp($0.started) }
        lastPassEnded = status.lastPass.map { Timestamp($0.ended) }
        lastPassBytes = status.lastPass?.bytes ?? 0
        lastPassFindings = status.lastPass?.findings ?? 0
    }
}

extension RecountFigures {
    fileprivate init(_ status: RecountStatus) {
        self.init()
        lastPassStarted = status.lastStarted.map { Timestamp($0) }
        lastPassEnded = status.lastEnded.map { Timestamp($0) }
        asked = status.last.asked
        absent = status.last.missing
        released = status.last.released
        held = status.held
    }
}
