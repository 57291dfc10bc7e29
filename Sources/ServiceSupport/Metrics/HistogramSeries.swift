import CoreMetrics
import Synchronization

/// A histogram with fixed buckets; times are in seconds.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private struct State {
        var counts: [UInt64]
        var total: UInt64 = 0
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    /// Creates an empty histogram.
    init(_ buckets: HistogramBuckets) {
        bounds = buckets.bounds
        state = Mutex(State(counts: Array(repeating: 0, count: buckets.bounds.count)))
    }

    /// Counts a whole value.
    func record(_ value: Int64) { record(Double(value)) }

    /// Counts a time, in seconds.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    /// Counts a value.
    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 }
        state.withLock { state in
            if let bucket { state.counts[bucket] += 1 }
            state.total += 1
            state.sum += value
        }
    }

    /// Appends the cumulative buckets, the sum, and the count.
    func write(name: String, labels: MetricLabels, to text: inout String) {
        let (counts, total, sum) = state.withLock { ($0.counts, $0.total, $0.sum) }
        var running: UInt64 = 0
        for (bound, count) in zip(bounds, counts) {
            running += count
            text.appendSample(name + "_bucket", labels.text(with: "le", MetricSyntax.number(bound)), Double(running))
        }
        text.appendSample(name + "_bucket", labels.text(with: "le", "+Inf"), Double(total))
        text.appendSample(name + "_sum", labels.text, sum)
        text.appendSample(name + "_count", labels.text, Double(total))
    }
}
