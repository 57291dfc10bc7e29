/// The labels of one series in the order of their names, so that equal sets are equal.
struct MetricLabels: Hashable, Sendable {
    private let pairs: [String]

    /// The labels as they stand in the exposition, without braces; empty when there are none.
    var text: String { pairs.joined(separator: ",") }

    /// Creates labels from names and values; names are made valid, values are escaped.
    init(_ dimensions: [(String, String)]) {
        pairs = dimensions.map { "\(MetricSyntax.labelName($0.0))=\"\(MetricSyntax.escapedValue($0.1))\"" }.sorted()
    }

    /// Returns the text with one more label at its end.
    func text(with name: String, _ value: String) -> String {
        (pairs + ["\(name)=\"\(value)\""]).joined(separator: ",")
    }
}
