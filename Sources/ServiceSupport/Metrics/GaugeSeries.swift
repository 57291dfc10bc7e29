import CoreMetrics
import Synchronization

/// A gauge.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    /// Sets a whole value.
    func set(_ new: Int64) { set(Double(new)) }

    /// Sets the value.
    func set(_ new: Double) { value.withLock { $0 = new } }

    /// Adds to the value.
    func increment(by amount: Double) { value.withLock { $0 += amount } }

    /// Takes from the value.
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    /// Sets a whole value.
    func record(_ new: Int64) { set(Double(new)) }

    /// Sets the value.
    func record(_ new: Double) { set(new) }

    /// Appends the sample line.
    func write(name: String, labels: MetricLabels, to text: inout String) {
        text.appendSample(name, labels.text, value.withLock { $0 })
    }
}
