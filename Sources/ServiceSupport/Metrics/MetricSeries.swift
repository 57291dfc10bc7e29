/// A series of one metric: one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    /// Appends the sample lines of the series.
    func write(name: String, labels: MetricLabels, to text: inout String)
}

extension String {
    /// Appends one sample line.
    mutating func appendSample(_ name: String, _ labels: String, _ value: Double) {
        self += labels.isEmpty ? name : "\(name){\(labels)}"
        self += " \(MetricSyntax.number(value))\n"
    }
}
