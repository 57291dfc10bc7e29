import CoreMetrics
import Synchronization

/// A counter.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    /// Adds a whole amount.
    func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// Adds an amount; one that is negative is ignored.
    func increment(by amount: Double) {
        guard amount >= 0, amount.isFinite else { return }
        value.withLock { $0 += amount }
    }

    /// Begins at zero again.
    func reset() { value.withLock { $0 = 0 } }

    /// Appends the sample line.
    func write(name: String, labels: MetricLabels, to text: inout String) {
        text.appendSample(name, labels.text, value.withLock { $0 })
    }
}
