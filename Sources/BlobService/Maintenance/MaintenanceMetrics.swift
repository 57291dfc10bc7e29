import BlobAPI
import BlobModel
import Metrics

/// Counts the runs of jobs (`Docs/operations/metrics.md`).
struct MaintenanceMetrics: Sendable {
    private let factory: any MetricsFactory

    /// Makes the metrics.
    init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
    }

    /// Counts a run that came to its end.
    func ended(_ key: MaintenanceSchedule.Key, _ result: JobResult, after time: Duration) {
        count(key, result.held == nil ? "done" : "held", time)
    }

    /// Counts a run that failed.
    func failed(_ key: MaintenanceSchedule.Key, after time: Duration) {
        count(key, "failed", time)
    }

    private func count(_ key: MaintenanceSchedule.Key, _ outcome: String, _ time: Duration) {
        let labels = [("shard", key.shard.text), ("job", key.job.rawValue)]
        Counter(
            label: "attache_blob_maintenance_runs_total",
            dimensions: labels + [("outcome", outcome)],
            factory: factory
        ).increment()
        Timer(label: "attache_blob_maintenance_duration_seconds", dimensions: labels, factory: factory)
            .recordNanoseconds(Int64(time.seconds * 1e9))
    }
}
