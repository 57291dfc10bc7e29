package import BlobModel
package import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Returns those of some references that exist: a holding has them, or their release is not complete.
    ///
    /// - Throws: `SQLError`.
    package func existing(
        among references: some Sequence<ReferenceID>,
        in txn: any SQLTransaction
    ) throws -> Set<ReferenceID> {
        var existing: Set<ReferenceID> = []
        for batch in KeyBatches(references.map { .text($0.text) }) {
            let rows = try txn.query(
                """
                SELECT reference FROM attachment_holding
                WHERE state <> 'released' AND reference IN \(batch.placeholders)
                UNION SELECT reference FROM attachment_outbox WHERE reference IN \(batch.placeholders)
                """,
                batch.arguments + batch.arguments
            )
            for row in rows { existing.insert(try row.parsed("reference") { try? ReferenceID(validating: $0) }) }
        }
        return existing
    }

    /// Gives a reference up, so that a commit that is still under way with it fails.
    ///
    /// Called before a recount is told that the reference does not exist.
    ///
    /// - Returns: Whether it is given up; `false` when it exists.
    /// - Throws: `SQLError`.
    package func abandon(_ reference: ReferenceID, now: Date, in txn: any SQLTransaction) throws -> Bool {
        try !abandonMissing(among: [reference], now: now, in: txn).isEmpty
    }

    /// Gives up those of some references that do not exist, as ``abandon(_:now:in:)`` does one.
    ///
    /// - Returns: Those that are given up, in the order in which they were named.
    /// - Throws: `SQLError`.
    package func abandonMissing(
        among references: [ReferenceID],
        now: Date,
        in txn: any SQLTransaction
    ) throws -> [ReferenceID] {
        let existing = try existing(among: references, in: txn)
        let missing = references.filter { !existing.contains($0) }
        for reference in missing { try markAbandoned(reference, now: now, in: txn) }
        return missing
    }

    private func markAbandoned(_ reference: ReferenceID, now: Date, in txn: any SQLTransaction) throws {
        try txn.execute(
            "INSERT INTO abandoned_reference (reference, abandoned) VALUES (?, ?) ON CONFLICT (reference) DO NOTHING",
            [.text(reference.text), SQLValue(now)]
        )
    }

    /// Refuses a reference that was given up.
    func refuseAbandoned(_ reference: ReferenceID, in txn: any SQLTransaction) throws {
        let row = try txn.first(
            "SELECT reference FROM abandoned_reference WHERE reference = ?",
            [.text(reference.text)]
        )
        guard row == nil else { throw AttachmentStoreError.abandoned(reference) }
    }
}
