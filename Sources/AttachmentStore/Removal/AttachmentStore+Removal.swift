package import BlobModel
package import SQLDatabase

extension AttachmentStore {
    /// Removes everything that a home holds with all links there, as when its owner is removed.
    ///
    /// - Throws: `SQLError`.
    package func removeAll(heldBy domain: DedupDomain, terms: RemovalTerms, in txn: any SQLTransaction) throws {
        let ids = try txn.query(
            "SELECT attachment FROM attachment_holding WHERE domain = ? ORDER BY attachment",
            [.text(domain.id)]
        ).map { row in try row.parsed("attachment", AttachmentID.init(parsing:)) }
        for id in ids {
            try txn.execute(
                "DELETE FROM attachment_link WHERE attachment = ? AND domain = ?",
                [.text(id.text), .text(domain.id)]
            )
            try remove(id, heldBy: domain, terms: terms, in: txn)
        }
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
            try remove(id, heldBy: holding.domain, terms: terms, in: txn)
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

    /// Marks a live holding removed and puts its release into the outbox; any other holding is left as it is.
    ///
    /// Removed attachments count towards no quota. So a home keeps no more of them than the terms say, and what goes
    /// beyond has no grace: nobody stores more by removing and undoing in turns.
    func remove(
        _ id: AttachmentID,
        heldBy domain: DedupDomain,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws {
        let rows = try txn.query(
            """
            UPDATE attachment_holding SET state = 'removed', removed = ?
            WHERE attachment = ? AND domain = ? AND state = 'live' RETURNING reference
            """,
            [SQLValue(terms.now), .text(id.text), .text(domain.id)]
        )
        guard let row = rows.first else { return }
        let size = try attachment(id, in: txn)?.size ?? 0
        let removed = try discount(size, for: domain, in: txn)
        let due = removed <= terms.capacity ? terms.due : terms.now
        try txn.execute(
            """
            INSERT INTO attachment_outbox (reference, attachment, domain, due, started, attempts)
            VALUES (?, ?, ?, ?, 0, 0)
            """,
            [.text(try row.text("reference")), .text(id.text), .text(domain.id), SQLValue(due)]
        )
    }

    /// Undoes the removal of a holding: deletes its outbox row and counts its size again.
    func restore(_ holding: AttachmentHolding, size: UInt64, in txn: any SQLTransaction) throws {
        let undone = try txn.execute(
            "DELETE FROM attachment_outbox WHERE reference = ? AND started = 0",
            [.text(holding.reference.text)]
        )
        guard undone == 1 else { throw AttachmentStoreError.released(holding.attachment, holding.domain) }
        try txn.execute(
            "UPDATE attachment_holding SET state = 'live', removed = NULL WHERE reference = ?",
            [.text(holding.reference.text)]
        )
        try forgetRemoved(size, of: holding.domain, in: txn)
        try count(size, for: holding.domain, in: txn)
    }
}
