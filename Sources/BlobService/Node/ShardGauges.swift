import BlobAPI
import BlobModel
import Metrics

/// The figures of a node's shards as gauges, set when the metrics are read (`Docs/operations/metrics.md`).
struct ShardGauges: Sendable {
    /// Where the shards are.
    let state: NodeState

    /// The jobs on them.
    let board: MaintenanceBoard

    /// Sets the gauges to the figures of this moment.
    @Sendable
    func update() async {
        guard let runtime = state.current else { return }
        Gauge(label: "attache_blob_shard_map_epoch").record(Double(runtime.epoch))
        for details in await runtime.store.shardDetails() {
            let labels = [("shard", details.shard.text)]
            set("open", details.state == .failed ? 0 : 1, labels)
            set("writable", details.state == .ready ? 1 : 0, labels)
            if let figures = details.figures { set(figures, labels) }
            if let scrub = details.scrub { set(scrub, labels) }
            if let recount = details.recount { set(recount, labels) }
            for status in board.statuses(of: details.shard) { set(status, labels) }
        }
    }

    private func set(_ figures: ShardFigures, _ labels: [(String, String)]) {
        set("segments", Double(figures.segments), labels)
        set("segment_bytes", Double(figures.segmentBytes), labels)
        set("live_bytes", Double(figures.liveBytes), labels)
        set("dead_bytes", Double(figures.deadBytes), labels)
        set("free_bytes", Double(figures.freeBytes), labels)
        set("chunks", Double(figures.chunks), labels)
        set("references", Double(figures.references), labels)
        set("absent_references", Double(figures.absences), labels)
        set("unclaimed", Double(figures.unclaimed), labels)
        set("quarantined", Double(figures.quarantined), labels)
        set("sessions", Double(figures.sessions), labels)
        set("batches", Double(figures.batches), labels)
        set("synchronisations", Double(figures.synchronisations), labels)
        set("waiting_operations", Double(figures.waitingOperations), labels)
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
        Gauge(label: "attache_blob_shard_" + name, dimensions: labels).record(value)
    }
}
