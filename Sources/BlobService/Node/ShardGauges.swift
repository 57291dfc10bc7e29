import BlobAPI
import BlobModel
import Metrics

/// The figures of a node's shards as gauges, set when the metrics are read.
struct ShardGauges: Sendable {
    /// Where the shards are.
    let state: NodeState

    /// Sets the gauges to the figures of this moment.
    @Sendable
    func update() async {
        guard let runtime = state.current else { return }
        Gauge(label: "attache_blob_shard_map_epoch").record(Double(runtime.epoch))
        for status in await runtime.store.shardStatuses() {
            let labels = [("shard", status.shard.text)]
            Gauge(label: "attache_blob_shard_writable", dimensions: labels).record(status.state == .ready ? 1 : 0)
            Gauge(label: "attache_blob_shard_segments", dimensions: labels).record(Double(status.segments))
            Gauge(label: "attache_blob_shard_segment_bytes", dimensions: labels).record(Double(status.segmentBytes))
            Gauge(label: "attache_blob_shard_live_bytes", dimensions: labels).record(Double(status.liveBytes))
            Gauge(label: "attache_blob_shard_batches", dimensions: labels).record(Double(status.batches))
            Gauge(label: "attache_blob_shard_synchronisations", dimensions: labels)
                .record(Double(status.synchronisations))
        }
    }
}
