package import CoreMetrics
import Synchronization

/// The metrics of a process, as a backend of swift-metrics and as Prometheus text.
///
/// A name belongs to the kind that used it first; a handler of another kind under the same name counts into the void,
/// as an exposition with two types of one name would be refused as a whole.
package final class PrometheusRegistry: Sendable {
    /// The media type of ``exposition()``.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private let families = Mutex<[String: MetricFamily]>([:])

    /// Creates an empty registry that knows this target's help texts.
    package init() {
        for (name, help) in MetricName.help { describe(name, help: help) }
    }

    /// Says what a metric measures, and, for a histogram, by which bounds.
    package func describe(_ name: String, help: String, buckets: HistogramBuckets? = nil) {
        families.withLock { families in
            families[MetricSyntax.metricName(name), default: MetricFamily()].help = help
            families[MetricSyntax.metricName(name), default: MetricFamily()].buckets = buckets
        }
    }

    /// Returns all metrics in the Prometheus text format, in the order of their names.
    package func exposition() -> String {
        let families = families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.reduce(into: "") { text, family in
            family.value.write(name: family.key, to: &text)
        }
    }

    private func series<Series: MetricSeries>(
        _ label: String,
        _ dimensions: [(String, String)],
        _ kind: MetricKind,
        make: (String, MetricFamily) -> Series
    ) -> Series {
        let name = MetricSyntax.metricName(label)
        let labels = MetricLabels(dimensions)
        return families.withLock { families in
            var family = families[name] ?? MetricFamily()
            if let known = family.series[labels] as? Series { return known }
            let new = make(name, family)
            guard family.kind == nil || family.kind == kind else { return new }
            family.kind = kind
            family.series[labels] = new
            families[name] = family
            return new
        }
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
        series(label, dimensions, .histogram) { name, family in
            HistogramSeries(family.buckets ?? .forMetric(named: name))
        }
    }
}

extension PrometheusRegistry: MetricsFactory {
    /// Returns the counter of a name and labels.
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter) { _, _ in CounterSeries() }
    }

    /// Returns the counter of a name and labels.
    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter) { _, _ in CounterSeries() }
    }

    /// Returns the gauge of a name and labels.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) { _, _ in GaugeSeries() }
    }

    /// Returns the histogram of a name and labels, or the gauge when values are not to be aggregated.
    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return histogram(label, dimensions) }
        return series(label, dimensions, .gauge) { _, _ in GaugeSeries() }
    }

    /// Returns the histogram of a name and labels, in seconds.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    /// Keeps the series: a counter that disappeared would look like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}

    /// Keeps the series.
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}

    /// Keeps the series.
    package func destroyMeter(_ handler: any MeterHandler) {}

    /// Keeps the series.
    package func destroyRecorder(_ handler: any RecorderHandler) {}

    /// Keeps the series.
    package func destroyTimer(_ handler: any TimerHandler) {}
}
