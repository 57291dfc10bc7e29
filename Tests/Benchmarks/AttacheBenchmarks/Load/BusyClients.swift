import Histogram

/// Clients within this process, each of which makes its next request when the last one was answered.
struct BusyClients: Sendable {
    /// The number of clients.
    let count: Int

    /// How long they make requests.
    let time: Duration

    /// Makes requests until the time is over.
    ///
    /// - Parameter request: Makes a request; it is given how many the client has made before.
    /// - Returns: The microseconds within which 99 % of them were answered.
    /// - Throws: What a request throws.
    func percentile(_ request: @escaping @Sendable (_ number: Int) async throws -> Void) async throws -> Double {
        let end = ContinuousClock.now + time
        let times = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for _ in 0..<count { group.addTask { try await Self.times(until: end, request) } }
            return try await group.reduce(into: [UInt64]()) { $0 += $1 }
        }
        var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
        for time in times { histogram.record(time) }
        return Double(histogram.valueAtPercentile(99)) / 1000
    }

    private static func times(
        until end: ContinuousClock.Instant,
        _ request: @Sendable (_ number: Int) async throws -> Void
    ) async throws -> [UInt64] {
        var times: [UInt64] = []
        while ContinuousClock.now < end {
            let start = ContinuousClock.now
            try await request(times.count)
            times.append(start.duration(to: .now).nanoseconds)
        }
        return times
    }
}
