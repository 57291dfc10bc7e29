package import BlobModel
package import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Returns how many attachments a home holds that can still be had: a domain with any must not be purged.
    ///
    /// - Throws: `SQLError`.
    package func liveHoldings(of domain: DedupDomain, in txn: any SQLTransaction) throws -> UInt64 {
        try txn.first(
            "SELECT COUNT(*) AS live FROM attachment_holding WHERE domain = ? AND state = 'live'",
            [.text(domain.id)]
        )?.count("live") ?? 0
    }

    /// Begins every release that a home has outstanding, due or not, which ends undo for good.
    ///
    /// Whoever purges the domain at its node calls it before, and ``completeRelease(of:in:)`` for each one after. What is
    /// not completed by the end of the lease is released one by one as ever.
    ///
    /// - Returns: The references, which are the purger's until `leaseEnd`.
    /// - Throws: `SQLError`.
    package func beginReleases(
        heldBy domain: DedupDomain,
        leaseEnd: Date,
        in txn: any SQLTransaction
    ) throws -> [ReferenceID] {
        let references = try txn.query(
            """
            SELECT x.reference FROM attachment_outbox x CROSS JOIN attachment_holding h
            WHERE x.domain = ? AND \(Self.isOutboxOfHolding) AND h.state IN ('removed', 'releasing')
            """,
            [.text(domain.id)]
        ).map { row in try row.text("reference") }
        return try references.map { reference in try begin(reference, leaseEnd: leaseEnd, in: txn).reference }
    }
}
