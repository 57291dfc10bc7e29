package import BlobModel
package import SQLDatabase

extension AttachmentStore {
    /// The most links to one home's copy of an attachment that are remembered after they went: the latest ones.
    package static let maximumFormerLinks = 1_000

    /// Returns the links to an attachment that objects of one home had, the latest removal first.
    ///
    /// They are there until the object links the attachment again, or the release of the home's copy begins. One that
    /// went longer than a grace ago may be left out, where the home's copy is still live, and so may the earliest where
    /// there are more than ``maximumFormerLinks``.
    ///
    /// - Throws: `SQLError`.
    package func formerLinks(
        of id: AttachmentID,
        in domain: DedupDomain,
        _ txn: any SQLTransaction
    ) throws -> [FormerLink] {
        try txn.query(
            "\(Self.selectFormer) WHERE attachment = ? AND domain = ? ORDER BY removed DESC, object",
            [.text(id.text), .text(domain.id)]
        ).map(Self.formerLink)
    }

    /// Returns the links to an attachment that objects of all homes had, the latest removal first.
    ///
    /// - Throws: `SQLError`.
    package func formerLinks(of id: AttachmentID, in txn: any SQLTransaction) throws -> [FormerLink] {
        try txn.query(
            "\(Self.selectFormer) WHERE attachment = ? ORDER BY removed DESC, object",
            [.text(id.text)]
        ).map(Self.formerLink)
    }

    /// Returns the links that an object had to attachments that it can have back, the latest removal first.
    ///
    /// The home's copy has its bytes, and the attachment was not withdrawn.
    ///
    /// - Parameters:
    ///   - object: The object that had the links.
    ///   - limit: The most links that are returned.
    ///   - txn: The transaction.
    /// - Returns: The links.
    /// - Throws: `SQLError`.
    package func restorableLinks(
        from object: LinkedObjectID,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [FormerLink] {
        // CROSS JOIN has SQLite go by the index on the object, whose order is that of the answer.
        try txn.query(
            """
            SELECT r.attachment, r.domain, r.object, r.place, r.instances, r.removed
            FROM attachment_removal r CROSS JOIN attachment_holding h CROSS JOIN attachment a
            WHERE r.object = ? AND h.attachment = r.attachment AND h.domain = r.domain AND a.id = r.attachment
                AND h.state IN ('live', 'removed') AND a.withdrawn IS NULL
            ORDER BY r.removed DESC, r.attachment DESC LIMIT ?
            """,
            [.text(object.text), .integer(Int64(limit))]
        ).map(Self.formerLink)
    }

    /// Remembers links to attachments that went from one place, unless the bytes are gone.
    ///
    /// Those to the same copies of which the grace is over are forgotten, and the earliest beyond ``maximumFormerLinks``.
    func remember(
        _ ids: [AttachmentID],
        in domain: DedupDomain,
        from place: LinkedPlace,
        terms: RemovalTerms,
        _ txn: any SQLTransaction
    ) throws {
        for batch in KeyBatches(ids.map { .text($0.text) }) {
            try txn.execute(
                "DELETE FROM attachment_removal WHERE attachment IN \(batch.placeholders) AND domain = ? AND removed < ?",
                batch.arguments + [.text(domain.id), SQLValue(terms.earliest)]
            )
            try txn.execute(
                """
                INSERT INTO attachment_removal (attachment, domain, object, place, instances, removed)
                SELECT attachment, domain, ?, ?, ?, ? FROM attachment_holding
                WHERE domain = ? AND attachment IN \(batch.placeholders) AND state IN ('live', 'removed')
                """,
                [
                    .text(place.object.text), .text(place.place), .text(place.instances), SQLValue(terms.now),
                    .text(domain.id),
                ] + batch.arguments
            )
            try forgetBeyondMaximum(of: batch, in: domain, txn)
        }
    }

    private func forgetBeyondMaximum(
        of batch: KeyBatches.Batch,
        in domain: DedupDomain,
        _ txn: any SQLTransaction
    ) throws {
        let crowded = try txn.query(
            """
            SELECT attachment FROM attachment_removal WHERE attachment IN \(batch.placeholders) AND domain = ?
            GROUP BY attachment HAVING COUNT(*) > ?
            """,
            batch.arguments + [.text(domain.id), SQLValue(Self.maximumFormerLinks)]
        )
        for row in crowded {
            try forgetEarliest(of: try row.parsed("attachment", AttachmentID.init(parsing:)), in: domain, txn)
        }
    }

    private func forgetEarliest(of id: AttachmentID, in domain: DedupDomain, _ txn: any SQLTransaction) throws {
        let copy: [SQLValue] = [.text(id.text), .text(domain.id)]
        let maximum = SQLValue.integer(Int64(Self.maximumFormerLinks))
        try txn.execute(
            """
            DELETE FROM attachment_removal WHERE attachment = ? AND domain = ? AND object IN (
                SELECT object FROM attachment_removal WHERE attachment = ? AND domain = ?
                ORDER BY removed DESC, object DESC LIMIT ? OFFSET ?
            )
            """,
            copy + copy + [maximum, maximum]
        )
    }

    /// Forgets that a link went, which is there again.
    func forgetRemoval(of link: AttachmentLink, in txn: any SQLTransaction) throws {
        try txn.execute(
            "DELETE FROM attachment_removal WHERE attachment = ? AND domain = ? AND object = ?",
            [.text(link.attachment.text), .text(link.domain.id), .text(link.object.text)]
        )
    }

    /// Forgets the links to a home's copy that went, which can not be had back any more.
    func forgetRemovals(of id: AttachmentID, in domain: DedupDomain, _ txn: any SQLTransaction) throws {
        try txn.execute(
            "DELETE FROM attachment_removal WHERE attachment = ? AND domain = ?",
            [.text(id.text), .text(domain.id)]
        )
    }

    private static let selectFormer = """
        SELECT attachment, domain, object, place, instances, removed FROM attachment_removal
        """

    private static func formerLink(_ row: SQLRow) throws -> FormerLink {
        FormerLink(
            try row.parsed("attachment", AttachmentID.init(parsing:)),
            in: try row.parsed("domain") { try? DedupDomain(validating: $0) },
            from: LinkedPlace(
                object: LinkedObjectID(try row.text("object")),
                place: try row.text("place"),
                instances: try row.text("instances")
            ),
            removed: try row.instant("removed")
        )
    }
}
