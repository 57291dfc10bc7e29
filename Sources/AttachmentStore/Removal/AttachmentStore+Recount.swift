package import BlobModel
package import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Returns those of some references that exist: a holding has them, their release is not complete, or an upload
    /// under them may still be completed.
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
                SELECT h.reference FROM attachment a JOIN attachment_holding h ON h.domain = a.home AND h.attachment = a.id
                WHERE a.id IN \(batch.placeholders) AND h.reference = h.attachment AND h.state <> 'released'
                UNION SELECT reference FROM attachment_holding
                WHERE reference IN \(batch.placeholders) AND reference <> attachment AND state <> 'released'
                UNION SELECT reference FROM attachment_outbox WHERE reference IN \(batch.placeholders)
                UNION SELECT reference FROM upload_grant
                WHERE state IN ('granted', 'opened') AND reference IN \(batch.placeholders)
                """,
                Array(repeating: batch.arguments, count: 4).flatMap(\.self)
            )
            for row in rows { existing.insert(try row.parsed("reference") { try? ReferenceID(validating: $0) }) }
        }
        return existing
    }
}

/// References that were given up, so that a commit which is still under way with one of them fails.
///
/// Each is remembered for ``abandonmentTerm``. What is forgotten then is refused all the same: the latest forgotten instant stays, and
/// a reference that may be older than it is taken for one of them. So no commit is too late to be refused, however
/// long its process stood still.
extension AttachmentStore {
    /// How long in seconds a reference that was given up is remembered: no upload takes longer.
    static let abandonmentTerm: Double = 7 * 86_400

    /// The most references that are forgotten at a time.
    private static let forgottenAtOnce = 2_000

    /// Gives up those of some references that do not exist.
    ///
    /// Called before a recount is told that they do not exist. What a node asks about beyond its share is not given up, and is
    /// to be asked about again: a node that makes references up does not fill the database.
    ///
    /// - Parameters:
    ///   - references: The references.
    ///   - node: The node that asks.
    ///   - now: The present, later than the making of each reference.
    ///   - txn: The transaction.
    /// - Returns: Those that are given up, in the order in which they were named.
    /// - Throws: `SQLError`.
    package func abandonMissing(
        among references: [ReferenceID],
        askedBy node: NodeID,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> [ReferenceID] {
        try forgetAbandoned(before: now.addingTimeInterval(-Self.abandonmentTerm), in: txn)
        let existing = try existing(among: references, in: txn)
        let missing = references.filter { !existing.contains($0) }
        let abandoned = try abandoned(among: missing, in: txn)
        let fresh = missing.filter { !abandoned.contains($0) }.prefix(try room(of: node, in: txn))
        for reference in fresh { try markAbandoned(reference, askedBy: node, now: now, in: txn) }
        let given = abandoned.union(fresh)
        return missing.filter { given.contains($0) }
    }

    /// Refuses a reference that was given up, that may have been, or that was discarded.
    ///
    /// - Parameters:
    ///   - reference: The reference.
    ///   - begun: An instant before the reference was made.
    ///   - txn: The transaction.
    /// - Throws: `AttachmentStoreError.abandoned`; `SQLError`.
    func refuseAbandoned(_ reference: ReferenceID, begun: Date, in txn: any SQLTransaction) throws {
        let row = try txn.first(
            "SELECT 1 AS usable WHERE \(Self.isUsable)",
            Self.usability(of: reference, begun: begun)
        )
        guard row != nil else { throw AttachmentStoreError.abandoned(reference) }
    }

    /// The condition that a reference was not given up and its release is not due, with three placeholders.
    ///
    /// It was given up after it was made, and what was given up until the horizon may be forgotten. A reference in the
    /// outbox was discarded: whatever named it now would lose its bytes.
    static let isUsable = """
        EXISTS (SELECT 1 FROM abandoned_horizon WHERE singleton = 1 AND instant < ?)
            AND NOT EXISTS (SELECT 1 FROM abandoned_reference WHERE reference = ?)
            AND NOT EXISTS (SELECT 1 FROM attachment_outbox WHERE reference = ?)
        """

    /// Returns the arguments of ``isUsable``.
    static func usability(of reference: ReferenceID, begun: Date) -> [SQLValue] {
        [SQLValue(begun), .text(reference.text), .text(reference.text)]
    }

    private func abandoned(
        among references: [ReferenceID],
        in txn: any SQLTransaction
    ) throws -> Set<ReferenceID> {
        var abandoned: Set<ReferenceID> = []
        for batch in KeyBatches(references.map { .text($0.text) }) {
            let rows = try txn.query(
                "SELECT reference FROM abandoned_reference WHERE reference IN \(batch.placeholders)",
                batch.arguments
            )
            for row in rows { abandoned.insert(try row.parsed("reference") { try? ReferenceID(validating: $0) }) }
        }
        return abandoned
    }

    /// Returns how many references more may be given up for a node.
    private func room(of node: NodeID, in txn: any SQLTransaction) throws -> Int {
        let count =
            try txn.query(
                "SELECT COUNT(*) AS abandoned FROM abandoned_reference WHERE node = ?",
                [.text(node.text)]
            ).first?.count("abandoned") ?? 0
        return abandonedLimit - min(Int(count), abandonedLimit)
    }

    private func markAbandoned(
        _ reference: ReferenceID,
        askedBy node: NodeID,
        now: Date,
        in txn: any SQLTransaction
    ) throws {
        try txn.execute(
            """
            INSERT INTO abandoned_reference (reference, abandoned, node) VALUES (?, ?, ?)
            ON CONFLICT (reference) DO NOTHING
            """,
            [.text(reference.text), SQLValue(now), .text(node.text)]
        )
    }

    /// Forgets references that were given up before an instant, the oldest first, and moves the horizon up to the last of them.
    private func forgetAbandoned(before instant: Date, in txn: any SQLTransaction) throws {
        let forgotten = try txn.query(
            """
            DELETE FROM abandoned_reference WHERE reference IN (
                SELECT reference FROM abandoned_reference WHERE abandoned < ? ORDER BY abandoned LIMIT ?
            ) RETURNING abandoned
            """,
            [SQLValue(instant), SQLValue(Self.forgottenAtOnce)]
        )
        guard let latest = try forgotten.map({ row in try row.instant("abandoned") }).max() else { return }
        try txn.execute(
            "UPDATE abandoned_horizon SET instant = ? WHERE singleton = 1 AND instant < ?",
            [SQLValue(latest), SQLValue(latest)]
        )
    }
}
