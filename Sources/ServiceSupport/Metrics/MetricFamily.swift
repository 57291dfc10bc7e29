/// All series of one metric.
struct MetricFamily: Sendable {
    /// What the series measure, or nil while nobody has said.
    var help: String?

    /// The kind of the metric, or nil while there is no series.
    var kind: MetricKind?

    /// The buckets, for a histogram that does not take those of its unit.
    var buckets: HistogramBuckets?

    /// The series by their labels.
    var series: [MetricLabels: any MetricSeries] = [:]

    /// Appends the help, the type, and the sample lines in the order of the labels.
    func write(name: String, to text: inout String) {
        guard let kind, !series.isEmpty else { return }
        text += "# HELP \(name) \(MetricSyntax.escapedHelp(help ?? "A metric of Attaché."))\n"
        text += "# TYPE \(name) \(kind.rawValue)\n"
        for (labels, one) in series.sorted(by: { $0.key.text < $1.key.text }) {
            one.write(name: name, labels: labels, to: &text)
        }
    }
}
