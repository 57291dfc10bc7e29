import ServiceSupport

/// The help texts of a node's own metrics (`Docs/operations/metrics.md`); names and meanings do not change.
enum NodeMetrics {
    /// Tells a registry what the metrics are.
    static func describe(in registry: PrometheusRegistry) {
        for (name, help) in writing + shard + contents + maintenance {
            registry.describe("attache_blob_" + name, help: help)
        }
    }

    private static let writing = [
        ("operations_total", "Operations of a shard's writer that were answered, by kind and outcome."),
        ("write_batch_operations", "Operations in one batch, which share a synchronisation."),
        ("write_batch_bytes", "Bytes appended by one batch."),
        ("appended_bytes_total", "Bytes appended to segments, headers included."),
        ("deduplicated_bytes_total", "Bytes of uploaded chunks that were stored already."),
        ("sync_duration_seconds", "Time of one synchronisation of a segment for a batch."),
        ("index_commit_duration_seconds", "Time of one commit of the index for a batch."),
    ]

    private static let shard = [
        ("shard_map_epoch", "The epoch of the shard map that the node works with."),
        ("shard_open", "1 while the shard is open."),
        ("shard_writable", "1 while the shard takes writes."),
        ("shard_segments", "Segment files."),
        ("shard_segment_bytes", "Bytes in all segments."),
        ("shard_live_bytes", "Bytes of bodies that the index points to."),
        ("shard_dead_bytes", "Bytes of bodies that the index points to no more, until compaction."),
        ("shard_free_bytes", "Free bytes of the shard's disk."),
        ("shard_batches", "Batches written since the shard was opened."),
        ("shard_synchronisations", "Synchronisations of segments since the shard was opened."),
        ("shard_waiting_operations", "Operations that wait for the writer now."),
    ]

    private static let contents = [
        ("shard_chunks", "Chunks in the index."),
        ("shard_references", "References."),
        ("shard_absent_references", "References that a recount has missed and not released."),
        ("shard_unclaimed", "Chunks and blobs that nobody holds, whose grace runs."),
        ("shard_quarantined", "Chunks and manifests that are damaged."),
        ("shard_sessions", "Open upload sessions."),
    ]

    private static let maintenance = [
        ("maintenance_runs_total", "Runs of a job on a shard that have ended, by outcome."),
        ("maintenance_duration_seconds", "Time of one run of a job on a shard."),
        ("shard_job_running", "1 while the job runs, or goes on at its next turn."),
        ("shard_job_failing", "1 when the last run failed or waits for the operator."),
        ("shard_job_findings", "Damaged places that the last run found."),
        ("shard_job_done", "What the run that is going on has done: bytes of scrub and compaction, else items."),
        ("shard_job_planned", "What the run that is going on has to do; 0 when that is not known."),
        ("shard_scrub_pass_bytes", "Bytes that the unfinished pass of the scrub has verified."),
        ("shard_scrub_pass_findings", "Damaged places that the unfinished pass of the scrub has found."),
        ("shard_scrub_last_findings", "Damaged places that the last full pass of the scrub has found."),
        ("shard_scrub_last_end_timestamp_seconds", "When the last full pass of the scrub ended."),
        ("shard_recount_held_references", "References that wait for the operator's approval to be released."),
        ("shard_recount_released_references", "References that the last full recount has released."),
        ("shard_recount_last_end_timestamp_seconds", "When the last full recount ended."),
    ]
}
