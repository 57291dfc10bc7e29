/// The figures of a server beside those of its peer.
struct ComparedFigures: Codable, Sendable {
    /// What was measured.
    let title: String

    /// The requests that were under way at a time.
    let connections: Int

    /// The server.
    let subject: Figures

    /// Its peer.
    let peer: Figures

    /// The segment synchronisations that a request may cost at most, if that is bounded.
    let synchronisationBound: Double?

    /// The share of the peer's throughput that is to be reached, if there is a target; told, but not a reason to fail.
    let throughputTarget: Double?

    /// Whether the bound is kept.
    var isWithinBound: Bool {
        guard let bound = synchronisationBound, let measured = subject.synchronisations else { return true }
        return measured <= bound
    }

    /// How much longer half of the requests take than with the peer.
    var latencyRatio: Double { subject.p50 / peer.p50 }

    /// How much longer the slowest percent takes than with the peer.
    var tailRatio: Double { subject.p99 / peer.p99 }

    /// The share of the peer's throughput that is reached.
    var throughputRatio: Double { subject.requestsPerSecond / peer.requestsPerSecond }

    /// How much more processor time a request costs than with the peer; nil where the peer's is too short to measure.
    var processorRatio: Double? {
        peer.processorMicroseconds > 0 ? subject.processorMicroseconds / peer.processorMicroseconds : nil
    }
}
