import Histogram

/// The figures of one server under one load, as the table and the JSON file show them.
struct Figures: Codable, Sendable {
    /// What the table calls the server.
    let server: String

    /// The requests that were counted.
    let requests: Int

    /// The time within which half of the requests were answered, in microseconds.
    let p50: Double

    /// The time within which 99 % were answered, in microseconds.
    let p99: Double

    /// The time within which 99.9 % were answered, in microseconds.
    let p999: Double

    /// The time of the slowest, in microseconds.
    let slowest: Double

    /// Requests per second.
    let requestsPerSecond: Double

    /// Bytes of bodies per second.
    let bytesPerSecond: Double

    /// The microseconds on processors that a request cost the server.
    let processorMicroseconds: Double

    /// The synchronisations that a request cost, where the server tells.
    let synchronisations: Double?

    /// The bytes that a request had the server write to disks.
    let writtenBytes: Double

    /// Works the figures of a sample out.
    init(of sample: Sample, server: String, bodyBytes: Int) {
        var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
        for time in sample.times { histogram.record(time) }
        let count = Double(max(sample.times.count, 1))
        self.server = server
        requests = sample.times.count
        p50 = Double(histogram.valueAtPercentile(50)) / 1000
        p99 = Double(histogram.valueAtPercentile(99)) / 1000
        p999 = Double(histogram.valueAtPercentile(99.9)) / 1000
        slowest = Double(sample.times.max() ?? 0) / 1000
        requestsPerSecond = Double(sample.times.count) / sample.seconds
        bytesPerSecond = requestsPerSecond * Double(bodyBytes)
        processorMicroseconds = Double(sample.counters.ticks) * 10_000 / count
        synchronisations = sample.counters.synchronisations.map { Double($0) / count }
        writtenBytes = Double(sample.counters.writtenBytes) / count
    }
}
