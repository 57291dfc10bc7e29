package import BlobModel
package import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Has a reference released that nothing holds, such as that of an upload whose transaction was rolled back.
    ///
    /// It must be known that no transaction with the reference can still be committed. A reference of a holding is left
    /// alone: its release comes with the holding's end. So is that of a grant which may still be completed. Discarding
    /// again changes nothing.
    ///
    /// - Parameters:
    ///   - reference: The reference, under which bytes may or may not be stored.
    ///   - domain: The dedup domain that the reference is in.
    ///   - due: The instant from which it may be released.
    ///   - txn: The transaction.
    /// - Returns: Whether neither a holding nor an open grant has it, so that it is released.
    /// - Throws: `SQLError`.
    @discardableResult
    package func discard(
        _ reference: ReferenceID,
        in domain: DedupDomain,
        due: Date,
        in txn: any SQLTransaction
    ) throws -> Bool {
        guard try !isNeeded(reference, in: domain, txn) else { return false }
        // There is no attachment: the reference stands for it.
        try txn.execute(
            """
            INSERT INTO attachment_outbox (reference, attachment, domain, due, started, attempts)
            VALUES (?, ?, ?, ?, 0, 0) ON CONFLICT (reference) DO NOTHING
            """,
            [.text(reference.text), .text(reference.text), .text(domain.id), SQLValue(due)]
        )
        return true
    }

    /// Takes releases that are due and marks them begun, which ends undo for good.
    ///
    /// Each one is given to its taker until `leaseEnd`; one that is neither completed nor postponed by then is given out
    /// again. The caller releases the references after the transaction is committed.
    ///
    /// - Returns: At most `limit` releases, the longest due first.
    /// - Throws: `SQLError`.
    package func beginReleases(
        due now: Date,
        limit: Int,
        leaseEnd: Date,
        in txn: any SQLTransaction
    ) throws -> [PendingRelease] {
        let references = try txn.query(
            "SELECT reference FROM attachment_outbox WHERE due <= ? ORDER BY due LIMIT ?",
            [SQLValue(now), SQLValue(limit)]
        ).map { row in try row.text("reference") }
        return try references.map { reference in try begin(reference, leaseEnd: leaseEnd, in: txn) }
    }

    /// Notes that the bytes of a reference were released; the record of its holding stays.
    ///
    /// - Returns: Whether the release was under way; a second note of the same release changes nothing.
    /// - Throws: `SQLError`.
    @discardableResult
    package func completeRelease(of reference: ReferenceID, in txn: any SQLTransaction) throws -> Bool {
        let ended = try txn.query(
            "DELETE FROM attachment_outbox WHERE reference = ? AND started = 1 RETURNING domain, attachment",
            [.text(reference.text)]
        )
        guard let row = ended.first else { return false }
        // No row when the home copied the bytes anew in the meantime, under another reference.
        try txn.execute(
            "UPDATE attachment_holding SET state = 'released' WHERE domain = ? AND attachment = ? AND reference = ?",
            [.text(try row.text("domain")), .text(try row.text("attachment")), .text(reference.text)]
        )
        return true
    }

    /// Puts off a release that was begun and failed; it stays begun.
    ///
    /// - Throws: `SQLError`.
    package func postponeRelease(of reference: ReferenceID, until due: Date, in txn: any SQLTransaction) throws {
        try txn.execute(
            "UPDATE attachment_outbox SET due = ? WHERE reference = ? AND started = 1",
            [SQLValue(due), .text(reference.text)]
        )
    }

    /// Returns the instant at which the next release falls due, or `nil` when the outbox is empty.
    ///
    /// - Throws: `SQLError`.
    package func nextRelease(in txn: any SQLTransaction) throws -> Date? {
        try txn.first("SELECT due FROM attachment_outbox ORDER BY due LIMIT 1")?.instant("due")
    }

    /// Marks a release begun, and gives it to its taker until the end of the lease.
    func begin(_ reference: String, leaseEnd: Date, in txn: any SQLTransaction) throws -> PendingRelease {
        let rows = try txn.query(
            """
            UPDATE attachment_outbox SET started = 1, due = ?, attempts = attempts + 1 WHERE reference = ?
            RETURNING reference, domain, attachment, attempts
            """,
            [SQLValue(leaseEnd), .text(reference)]
        )
        guard let row = rows.first else { preconditionFailure("A row read in this transaction is there.") }
        let release = PendingRelease(
            reference: try row.parsed("reference") { try? ReferenceID(validating: $0) },
            domain: try row.parsed("domain") { try? DedupDomain(validating: $0) },
            attachment: try row.parsed("attachment", AttachmentID.init(parsing:)),
            attempts: try row.integer("attempts")
        )
        try endGrace(of: release, in: txn)
        return release
    }

    /// Makes a removed holding a releasing one; what is releasing already, or discarded, has none that is removed.
    private func endGrace(of release: PendingRelease, in txn: any SQLTransaction) throws {
        let row = try txn.query(
            """
            UPDATE attachment_holding SET state = 'releasing'
            WHERE domain = ? AND attachment = ? AND reference = ? AND state = 'removed'
            RETURNING (SELECT size FROM attachment WHERE id = attachment_holding.attachment) AS size
            """,
            [.text(release.domain.id), .text(release.attachment.text), .text(release.reference.text)]
        ).first
        guard let row else { return }
        try forgetRemovals(of: release.attachment, in: release.domain, txn)
        try forgetRemoved(try row.count("size"), of: release.domain, in: txn)
    }

    /// Returns whether a holding has a reference, in whatever state, or an open grant.
    private func isNeeded(
        _ reference: ReferenceID,
        in domain: DedupDomain,
        _ txn: any SQLTransaction
    ) throws -> Bool {
        let name = SQLValue.text(reference.text)
        return try txn.first(
            """
            SELECT reference FROM attachment_holding
            WHERE (domain = ? AND attachment = ? AND reference = ?) OR (reference = ? AND reference <> attachment)
            UNION ALL SELECT reference FROM upload_grant WHERE reference = ? AND state IN ('granted', 'opened')
            """,
            [.text(domain.id), name, name, name, name]
        ) != nil
    }

    /// The condition that a row `x` of the outbox is the one of a holding `h`, and of no earlier copy or discarded bytes.
    static let isOutboxOfHolding = "h.domain = x.domain AND h.attachment = x.attachment AND h.reference = x.reference"
}
