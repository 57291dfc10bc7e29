package import BlobModel
import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Removes some of what a home holds, with all links there, as when its owner is removed.
    ///
    /// - Parameters:
    ///   - domain: The home.
    ///   - last: The attachment that the call before ended with; `nil` to begin.
    ///   - limit: The greatest number of attachments, at least one.
    ///   - terms: When they are removed.
    ///   - txn: The transaction.
    /// - Returns: The attachment that the next call goes on after; `nil` where nothing was left.
    /// - Throws: `SQLError`.
    package func removeHoldings(
        of domain: DedupDomain,
        after last: AttachmentID?,
        limit: Int,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws -> AttachmentID? {
        let ids = try txn.query(
            "SELECT attachment FROM attachment_holding WHERE domain = ? AND attachment > ? ORDER BY attachment LIMIT ?",
            [.text(domain.id), .text(last?.text ?? ""), SQLValue(limit)]
        ).map { row in try row.parsed("attachment", AttachmentID.init(parsing:)) }
        for batch in KeyBatches(ids.map { .text($0.text) }) {
            try txn.execute(
                "DELETE FROM attachment_link WHERE attachment IN \(batch.placeholders) AND domain = ?",
                batch.arguments + [.text(domain.id)]
            )
        }
        try remove(ids, heldBy: domain, terms: terms, in: txn)
        return ids.last
    }

    /// Takes an attachment away from everybody, as for malware; links stay, since calendar data stay as they are.
    ///
    /// The bytes of every home are released at the due date of `terms` at the latest; undo is refused at once.
    /// Withdrawing again changes nothing.
    ///
    /// - Throws: `AttachmentStoreError.unknown`; `SQLError`.
    package func withdraw(
        _ id: AttachmentID,
        reason: String,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws {
        let changed = try txn.execute(
            "UPDATE attachment SET withdrawn = ?, withdrawal_reason = ? WHERE id = ? AND withdrawn IS NULL",
            [SQLValue(terms.now), .text(reason), .text(id.text)]
        )
        guard changed == 1 else {
            guard try attachment(id, in: txn) != nil else { throw AttachmentStoreError.unknown(id) }
            return
        }
        for holding in try holdings(of: id, in: txn) {
            try remove([id], heldBy: holding.domain, terms: terms, in: txn)
            try advanceRelease(of: holding.reference, terms: terms, in: txn)
        }
    }

    /// Makes a release that has not begun fall due no later than the terms say.
    private func advanceRelease(of reference: ReferenceID, terms: RemovalTerms, in txn: any SQLTransaction) throws {
        try txn.execute(
            "UPDATE attachment_outbox SET due = ? WHERE reference = ? AND started = 0 AND due > ?",
            [SQLValue(terms.due), .text(reference.text), SQLValue(terms.due)]
        )
    }

    /// Marks live holdings of a home removed and puts their releases into the outbox; any other holding is left as it is.
    ///
    /// Removed attachments count towards no quota. So a home keeps no more of them than the terms say, and what goes
    /// beyond has no grace: nobody stores more by removing and undoing in turns.
    func remove(
        _ ids: [AttachmentID],
        heldBy domain: DedupDomain,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws {
        for batch in KeyBatches(ids.map { .text($0.text) }) {
            let removed = try txn.query(
                """
                UPDATE attachment_holding SET state = 'removed', removed = ?
                WHERE domain = ? AND attachment IN \(batch.placeholders) AND state = 'live'
                RETURNING attachment, (SELECT size FROM attachment WHERE id = attachment_holding.attachment) AS size
                """,
                [SQLValue(terms.now), .text(domain.id)] + batch.arguments
            ).map { row in (id: try row.text("attachment"), size: try row.count("size")) }.sorted { $0.id < $1.id }
            guard !removed.isEmpty else { continue }
            let total = removed.reduce(0) { $0 + $1.size }
            var kept = try discount(total, holdings: removed.count, for: domain, in: txn) - total
            let restorable = removed.prefix { holding in
                kept += holding.size
                return kept <= terms.capacity
            }
            try release(restorable.map(\.id), heldBy: domain, due: terms.due, in: txn)
            try release(removed.dropFirst(restorable.count).map(\.id), heldBy: domain, due: terms.now, in: txn)
        }
    }

    /// Puts the releases of removed holdings into the outbox.
    private func release(
        _ ids: [String],
        heldBy domain: DedupDomain,
        due: Date,
        in txn: any SQLTransaction
    ) throws {
        for batch in KeyBatches(ids.map { .text($0) }) {
            try txn.execute(
                """
                INSERT INTO attachment_outbox (reference, attachment, domain, due, started, attempts)
                SELECT reference, attachment, domain, ?, 0, 0 FROM attachment_holding
                WHERE domain = ? AND attachment IN \(batch.placeholders)
                """,
                [SQLValue(due), .text(domain.id)] + batch.arguments
            )
        }
    }

    /// Undoes the removal of a holding: deletes its outbox row and counts its size again.
    func restore(_ holding: AttachmentHolding, size: UInt64, in txn: any SQLTransaction) throws {
        let undone = try txn.execute(
            "DELETE FROM attachment_outbox WHERE reference = ? AND started = 0",
            [.text(holding.reference.text)]
        )
        guard undone == 1 else { throw AttachmentStoreError.released(holding.attachment, holding.domain) }
        try txn.execute(
            "UPDATE attachment_holding SET state = 'live', removed = NULL WHERE domain = ? AND attachment = ?",
            [.text(holding.domain.id), .text(holding.attachment.text)]
        )
        try countRestored(size, for: holding.domain, in: txn)
    }
}
