import MalwareScanning
import Metrics
import ServiceSupport

/// Counts what scans came to.
struct ScanMetrics: Sendable {
    private static let metric = "attache_front_scans_total"

    private let clean: Counter
    private let infected: Counter
    private let failed: Counter

    /// Makes the counters.
    init(factory: any MetricsFactory = MetricsSystem.factory) {
        func counter(_ verdict: String) -> Counter {
            Counter(label: Self.metric, dimensions: [("verdict", verdict)], factory: factory)
        }
        clean = counter("clean")
        infected = counter("infected")
        failed = counter("none")
    }

    /// Says what the metric measures.
    static func describe(in registry: PrometheusRegistry) {
        registry.describe(
            metric,
            help: "Scans of attachments for malware, by verdict; none where the scanner gave none."
        )
    }

    /// Counts a verdict.
    func count(_ verdict: ScanVerdict) {
        switch verdict {
        case .clean: clean.increment()
        case .infected: infected.increment()
        }
    }

    /// Counts a scan that came to no verdict.
    func countFailure() {
        failed.increment()
    }
}
