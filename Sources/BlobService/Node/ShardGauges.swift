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
            if let scrub = details.scrub { set(scrub, labels) }
            if let recount = details.recount { set(recount, labels) }
            for status in board.statuses(of: details.shard) { set(status, labels) }
        }
    }

    /// Sets what is known of an open shard; of another one nothing is, and its last figures must not stay for ever.
    private func set(_ figures: ShardFigures?, _ labels: [(String, String)]) {
        func set(_ name: String, _ value: (ShardFigures) -> UInt64) {
            self.set(name, figures.map { Double(value($0)) } ?? .nan, labels)
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

    private func set(_ scrub: ScrubFigures, _ labels: [(String, String)]) {
        set("scrub_pass_bytes", Double(scrub.passBytes), labels)
        set("scrub_pass_findings", Double(scrub.passFindings), labels)
        set("scrub_last_findings", Double(scrub.lastPassFindings), labels)
        guard let ended = scrub.lastPassEnded else { return }
        set("scrub_last_end_timestamp_seconds", Double(ended.milliseconds) / 1_000, labels)
    }

    private func set(_ recount: RecountFigures, _ labels: [(String, String)]) {
        set("recount_held_references", Double(recount.held ?? 0), labels)
        set("recount_released_references", Double(recount.released), labels)
        guard let ended = recount.lastPassEnded else { return }
        set("recount_last_end_timestamp_seconds", Double(ended.milliseconds) / 1_000, labels)
    }

    private func set(_ status: ShardJobStatus, _ labels: [(String, String)]) {
        let labels = labels + [("job", status.job.rawValue)]
        set("job_running", status.state == .running ? 1 : 0, labels)
        set("job_failing", status.problem == nil ? 0 : 1, labels)
        set("job_findings", Double(status.findings), labels)
        let progress = status.progress
        set("job_done", Double(progress?.done ?? 0), labels)
        set("job_total", Double(progress?.total ?? 0), labels)
    }

    private func set(_ name: String, _ value: Double, _ labels: [(String, String)]) {
        gauge("attache_blob_shard_" + name, labels).record(value)
    }

    private func gauge(_ label: String, _ labels: [(String, String)]) -> Gauge {
        guard let factory else { return Gauge(label: label, dimensions: labels) }
        return Gauge(label: label, dimensions: labels, factory: factory)
    }
}
