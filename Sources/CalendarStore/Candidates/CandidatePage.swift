/// Some candidates of a query, and where the next ones begin.
package struct CandidatePage<Candidate: Sendable>: Sendable {
    /// The candidates in the order of the query.
    package let candidates: [Candidate]

    /// The place after the last candidate; `nil` when there are no more.
    package let next: CandidateCursor?
}

/// How much one page may hold, so that a report of any size takes a bounded amount of memory.
package struct CandidatePageLimit: Hashable, Sendable {
    /// The greatest number of objects, at least one.
    package let objects: Int

    /// The octets of data after which the page ends; one object is returned whatever its size.
    package let bytes: Int

    /// Creates a limit.
    package init(objects: Int = 100, bytes: Int = 1 << 20) {
        self.objects = max(objects, 1)
        self.bytes = bytes
    }
}
