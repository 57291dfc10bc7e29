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
        // Requests of 100 MiB need no warming up beyond the first.
        try await subject.sample(connections: connections, warmUp: bodyBytes > 1 << 20 ? 1 : 20, for: roundTime)
    }
}
