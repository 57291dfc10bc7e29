import BlobModel
package import SQLDatabase

extension AttachmentStore {
    /// Takes one link away; when it was the home's last one, the holding is removed and its release falls due.
    ///
    /// The link is remembered with its place, so that it can be had back for the grace.
    ///
    /// - Returns: Whether that was the last link. A link that is not there changes nothing.
    /// - Throws: `SQLError`.
    @discardableResult
    package func unlink(
        _ id: AttachmentID,
        from place: LinkedPlace,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws -> Bool {
        let gone = try txn.query(
            "DELETE FROM attachment_link WHERE object = ? AND attachment = ? RETURNING attachment, domain",
            [.text(place.object.text), .text(id.text)]
        )
        return try !letGo(gone, from: place, terms: terms, in: txn).isEmpty
    }

    /// Takes all links of an object away, as when it is deleted; each is remembered with one and the same place.
    ///
    /// Few statements do it for any number of links.
    ///
    /// - Returns: The attachments whose last link in the home that was, in the order of their managed IDs.
    /// - Throws: `SQLError`.
    @discardableResult
    package func unlinkAll(
        from place: LinkedPlace,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID] {
        let gone = try txn.query(
            "DELETE FROM attachment_link WHERE object = ? RETURNING attachment, domain",
            [.text(place.object.text)]
        )
        return try letGo(gone, from: place, terms: terms, in: txn)
    }

    /// Drops all links of objects whose home goes, and remembers none; what they link is removed with the home.
    ///
    /// - Throws: `SQLError`.
    package func dropLinks(of objects: some Sequence<LinkedObjectID>, in txn: any SQLTransaction) throws {
        for batch in KeyBatches(objects.map { .text($0.text) }) {
            try txn.execute(
                "DELETE FROM attachment_link WHERE object IN \(batch.placeholders)",
                batch.arguments
            )
        }
    }

    /// Remembers links that went, and removes what no object of the home links any more.
    ///
    /// Each row has the attachment and the home of a link; the home is one for all in practice. What is returned are the
    /// attachments that no object of the home links.
    private func letGo(
        _ gone: [SQLRow],
        from place: LinkedPlace,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID] {
        var unlinked: [AttachmentID] = []
        for rows in try Dictionary(grouping: gone, by: { row in try row.text("domain") }).values {
            let domain = try rows[0].parsed("domain") { try? DedupDomain(validating: $0) }
            let ids = try rows.map { row in try row.parsed("attachment", AttachmentID.init(parsing:)) }
            try remember(ids, in: domain, from: place, terms: terms, txn)
            let last = try withoutLinks(ids, in: domain, txn)
            try remove(last, heldBy: domain, terms: terms, in: txn)
            unlinked += last
        }
        return unlinked.sorted { $0.text < $1.text }
    }

    /// Returns those of some attachments that no object of a home links.
    private func withoutLinks(
        _ ids: [AttachmentID],
        in domain: DedupDomain,
        _ txn: any SQLTransaction
    ) throws -> [AttachmentID] {
        try KeyBatches(ids.map { .text($0.text) }).flatMap { batch in
            try txn.query(
                """
                SELECT id FROM attachment WHERE id IN \(batch.placeholders) AND NOT EXISTS (
                    SELECT 1 FROM attachment_link l WHERE l.attachment = attachment.id AND l.domain = ?
                )
                """,
                batch.arguments + [.text(domain.id)]
            ).map { row in try row.parsed("id", AttachmentID.init(parsing:)) }
        }
    }
}
