import BlobAPI
import BlobModel
import Metrics

/// The figures of a node's shards as gauges, set when the metrics are read (`Docs/operations/metrics.md`).
struct ShardGauges: Sendable {
    /// Where the shards are.
    let state: NodeState

    /// The jobs on them.
    let board: MaintenanceBoard

    /// What makes the gauges; nil for that of the process.
    var factory: (any MetricsFactory)?

    /// Sets the gauges to the figures of this moment.
    @Sendable
    func update() async {
        guard let runtime = state.current else { return }
        gauge("attache_blob_shard_map_epoch", []).record(Double(runtime.epoch))
        for details in await runtime.store.shardDetails() {
            let labels = [("shard", details.shard.text)]
            set("open", details.state == .failed ? 0 : 1, labels)
            set("writable", details.state == .ready ? 1 : 0, labels)
            set(details.figures, labels)
            set(details.scrub, labels)
            set(details.recount, labels)
            setJobs(of: details, labels)
        }
    }

    /// Sets what is known of an open shard; of another one nothing is, and its last figures must not stay for ever.
    private func set(_ figures: ShardFigures?, _ labels: [(String, String)]) {
        func set(_ name: String, _ value: (ShardFigures) -> UInt64) {
            self.set(name, Self.number(figures.map(value)), labels)
        }
        set("segments") { $0.segments }
        set("segment_bytes") { $0.segmentBytes }
        set("live_bytes") { $0.liveBytes }
        set("dead_bytes") { $0.deadBytes }
        set("free_bytes") { $0.freeBytes }
        set("chunks") { $0.chunks }
        set("references") { $0.references }
        set("absent_references") { $0.absences }
        set("unclaimed") { $0.unclaimed }
        set("quarantined") { $0.quarantined }
        set("sessions") { $0.sessions }
        set("batches") { $0.batches }
        set("synchronisations") { $0.synchronisations }
        set("waiting_operations") { $0.waitingOperations }
    }

    private func set(_ scrub: ScrubFigures?, _ labels: [(String, String)]) {
        set("scrub_pass_bytes", Self.number(scrub?.passBytes), labels)
        set("scrub_pass_findings", Self.number(scrub?.passFindings), labels)
        set("scrub_last_findings", Self.number(scrub?.lastPassFindings), labels)
        set("scrub_last_end_timestamp_seconds", Self.seconds(scrub?.lastPassEnded), labels)
    }

    private func set(_ recount: RecountFigures?, _ labels: [(String, String)]) {
        set("recount_held_references", Self.number(recount.map { $0.held ?? 0 }), labels)
        set("recount_released_references", Self.number(recount?.released), labels)
        set("recount_last_end_timestamp_seconds", Self.seconds(recount?.lastPassEnded), labels)
    }

    /// Sets where the jobs stand; on a shard that is not open none does anything, whatever the board still has of it.
    private func setJobs(of details: ShardDetails, _ labels: [(String, String)]) {
        let statuses = details.state == .failed ? [] : board.statuses(of: details.shard)
        for job in ShardJob.allCases {
            set(statuses.first { $0.job == job }, labels + [("job", job.rawValue)])
        }
    }

    private func set(_ status: ShardJobStatus?, _ labels: [(String, String)]) {
        set("job_running", Self.number(status.map { $0.state == .running ? 1 : 0 }), labels)
        set("job_failing", Self.number(status.map { $0.problem == nil ? 0 : 1 }), labels)
        set("job_findings", Self.number(status?.findings), labels)
        set("job_done", Self.number(status.map { $0.progress?.done ?? 0 }), labels)
        set("job_planned", Self.number(status.map { $0.progress?.total ?? 0 }), labels)
    }

    /// A figure, or NaN when it is not known.
    private static func number(_ figure: UInt64?) -> Double { figure.map { Double($0) } ?? .nan }

    /// An instant in seconds since 1970, or NaN when there is none.
    private static func seconds(_ instant: Timestamp?) -> Double {
        instant.map { Double($0.milliseconds) / 1_000 } ?? .nan
    }

    private func set(_ name: String, _ value: Double, _ labels: [(String, String)]) {
        gauge("attache_blob_shard_" + name, labels).record(value)
    }

    private func gauge(_ label: String, _ labels: [(String, String)]) -> Gauge {
        guard let factory else { return Gauge(label: label, dimensions: labels) }
        return Gauge(label: label, dimensions: labels, factory: factory)
    }
}
