/// One row of figures: a workload, its peer, and how hard they are driven.
struct Measurement: Sendable {
    /// What is measured.
    let title: String

    /// The requests that are under way at a time.
    let connections: Int

    /// The bytes of a body, for throughput in bytes.
    let bodyBytes: Int

    /// How long each of the rounds takes.
    let roundTime: Duration

    /// What is measured.
    let subject: Subject

    /// What it is measured beside.
    let peer: Subject

    /// The segment synchronisations that a request may cost at most, if that is bounded.
    var synchronisationBound: Double?

    /// The share of the peer's throughput that is to be reached, if there is a target.
    var throughputTarget: Double?

    /// The rounds, in which subject and peer take turns, so that a slow minute of the machine is slow for both.
    private static let rounds = 2

    /// Makes the requests.
    ///
    /// - Returns: The figures of the subject and of the peer.
    /// - Throws: ``BenchmarkError``.
    func run() async throws -> ComparedFigures {
        var own = Sample(), peers = Sample()
        for _ in 0..<Self.rounds {
            own.add(try await sample(of: subject))
            peers.add(try await sample(of: peer))
        }
        return ComparedFigures(
            title: title,
            connections: connections,
            subject: Figures(of: own, server: subject.name, bodyBytes: bodyBytes),
            peer: Figures(of: peers, server: peer.name, bodyBytes: bodyBytes),
            synchronisationBound: synchronisationBound,
            throughputTarget: throughputTarget
        )
    }

    private func sample(of subject: Subject) async throws -> Sample {
        try Task.checkCancellation()
        let workers = (0..<connections).map { LoadWorker(subject.workload, connection: $0) }
        // Requests of 100 MiB need no warming up beyond the first.
        let warmUp = bodyBytes > 1 << 20 ? 1 : 20
        try await Self.each(workers) { try await $0.warmUp(requests: warmUp) }
        let before = try Counters(of: subject)
        let (start, roundTime) = (ContinuousClock.now, roundTime)
        let times = try await Self.each(workers) { try await $0.run(for: roundTime) }
        let elapsed = start.duration(to: .now)
        let after = try Counters(of: subject)
        try await Self.each(workers) { await $0.close() }
        return Sample(times: times.flatMap { $0 }, seconds: elapsed.seconds, counters: after - before)
    }

    @discardableResult
    private static func each<Value: Sendable>(
        _ workers: [LoadWorker],
        _ body: @escaping @Sendable (LoadWorker) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for worker in workers { group.addTask { try await body(worker) } }
            var values: [Value] = []
            for try await value in group { values.append(value) }
            return values
        }
    }
}
