/// The kinds of metric in the exposition.
package enum MetricKind: String, Sendable {
    /// A number that only grows.
    case counter
    /// A number that goes up and down.
    case gauge
    /// How many values fell below each of some bounds.
    case histogram
}
