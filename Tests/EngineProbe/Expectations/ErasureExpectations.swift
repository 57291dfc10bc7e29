import BlobModel

/// What is known of domains whose key was erased, after some steps of a workload.
struct ErasureExpectations: Sendable {
    /// The domains whose erasure was acknowledged: nothing of them can be read, or written.
    private(set) var erased: Set<DedupDomain> = []

    /// The domains whose erasure has begun and was not acknowledged.
    private(set) var uncertain: Set<DedupDomain> = []

    /// Whether no erasure has begun.
    var isEmpty: Bool { erased.isEmpty && uncertain.isEmpty }

    /// Tells whether a domain must be as any other.
    func isUsable(_ domain: DedupDomain) -> Bool {
        !erased.contains(domain) && !uncertain.contains(domain)
    }

    /// Takes a step into account that has begun.
    mutating func apply(_ step: Step, _ standing: StepStanding) {
        guard case .maintain(.erase(let domain)) = step else { return }
        if standing.isAcknowledged {
            erased.insert(domain)
            uncertain.remove(domain)
        } else if !erased.contains(domain) {
            uncertain.insert(domain)
        }
    }
}
