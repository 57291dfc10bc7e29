/// The upper bounds of a histogram's buckets, fixed so that what two nodes measure can be added.
package struct HistogramBuckets: Hashable, Sendable {
    /// The bounds in rising order; everything above the last one is counted in `+Inf` alone.
    package let bounds: [Double]

    /// Creates buckets from bounds in rising order.
    package init(_ bounds: [Double]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "The bounds of buckets must rise.")
        self.bounds = bounds
    }

    /// For times in seconds: from half a millisecond to a minute.
    package static let seconds = HistogramBuckets([
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ])

    /// For sizes in bytes: from 1 KiB to 4 GiB in steps of four.
    package static let bytes = HistogramBuckets((0..<12).map { Double(UInt64(1024) << UInt64(2 * $0)) })

    /// For small numbers, such as the entries of a batch.
    package static let counts = HistogramBuckets([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024])

    /// The buckets that go with a metric's name: by its unit.
    static func forMetric(named name: String) -> HistogramBuckets {
        if name.hasSuffix("_seconds") { return .seconds }
        return name.hasSuffix("_bytes") ? .bytes : .counts
    }
}
