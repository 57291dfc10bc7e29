package import BlobModel
package import SQLDatabase

extension AttachmentStore {
    /// Links an attachment that the object's home holds to an object; a link that is there already is left as it is.
    ///
    /// When the holding was removed and its grace is not over, this is the undo: the outbox row goes, and the size counts
    /// again. The caller has checked the quota in the same transaction.
    ///
    /// - Throws: `AttachmentStoreError.unknown`, `.withdrawn`, `.notHeld`, `.released`, `.linkedInOtherDomain`;
    ///   `SQLError`.
    package func link(
        _ id: AttachmentID,
        heldBy domain: DedupDomain,
        to object: LinkedObjectID,
        in txn: any SQLTransaction
    ) throws {
        let attachment = try usable(id, in: txn)
        guard let held = try held(id, by: domain, in: txn) else { throw AttachmentStoreError.notHeld(id, domain) }
        guard held.holding.state.hasBytes else { throw AttachmentStoreError.released(id, domain) }
        let link = AttachmentLink(object: object, attachment: id, domain: domain)
        try refuseOtherDomain(link, in: txn)
        if held.holding.state != .live { try restore(held.holding, size: attachment.size, in: txn) }
        try insert(link, in: txn)
        try forgetRemoval(of: link, in: txn)
    }

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
        let rows = try txn.query(
            "DELETE FROM attachment_link WHERE object = ? AND attachment = ? RETURNING domain",
            [.text(place.object.text), .text(id.text)]
        )
        guard let row = rows.first else { return false }
        let domain = try row.parsed("domain") { try? DedupDomain(validating: $0) }
        try remember(FormerLink(id, in: domain, from: place, removed: terms.now), terms: terms, in: txn)
        guard try !isLinked(id, in: domain, in: txn) else { return false }
        try remove(id, heldBy: domain, terms: terms, in: txn)
        return true
    }

    /// Takes all links of an object away, as when it is deleted; each is remembered with one and the same place.
    ///
    /// - Returns: The attachments whose last link in the home that was.
    /// - Throws: `SQLError`.
    @discardableResult
    package func unlinkAll(
        from place: LinkedPlace,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID] {
        try txn.query(
            "SELECT attachment FROM attachment_link WHERE object = ? ORDER BY attachment",
            [.text(place.object.text)]
        )
        .map { row in try row.parsed("attachment", AttachmentID.init(parsing:)) }
        .filter { id in try unlink(id, from: place, terms: terms, in: txn) }
    }

    /// Returns the attachments that an object links, with the holding of its home, in the order of their managed IDs.
    ///
    /// - Throws: `SQLError`.
    package func attachments(
        linkedBy object: LinkedObjectID,
        in txn: any SQLTransaction
    ) throws -> [HeldAttachment] {
        try txn.query(
            """
            SELECT \(AttachmentRow.attachmentColumns), \(AttachmentRow.holdingColumns)
            FROM attachment_link l
            JOIN attachment a ON a.id = l.attachment
            JOIN attachment_holding h ON h.attachment = l.attachment AND h.domain = l.domain
            LEFT JOIN attachment_outbox x ON x.reference = h.reference
            WHERE l.object = ? ORDER BY l.attachment
            """,
            [.text(object.text)]
        ).map(AttachmentRow.held)
    }

    /// Returns the links of an attachment in all homes, in the order of their objects.
    ///
    /// - Throws: `SQLError`.
    package func links(of id: AttachmentID, in txn: any SQLTransaction) throws -> [AttachmentLink] {
        try txn.query(
            "SELECT object, domain FROM attachment_link WHERE attachment = ? ORDER BY object",
            [.text(id.text)]
        ).map { row in
            AttachmentLink(
                object: LinkedObjectID(try row.text("object")),
                attachment: id,
                domain: try row.parsed("domain") { try? DedupDomain(validating: $0) }
            )
        }
    }

    /// Writes a link down unless it is there.
    func insert(_ link: AttachmentLink, in txn: any SQLTransaction) throws {
        try txn.execute(
            """
            INSERT INTO attachment_link (object, attachment, domain) VALUES (?, ?, ?)
            ON CONFLICT (object, attachment) DO NOTHING
            """,
            [.text(link.object.text), .text(link.attachment.text), .text(link.domain.id)]
        )
    }

    /// Refuses a link of an object that links the attachment through another home already.
    func refuseOtherDomain(_ link: AttachmentLink, in txn: any SQLTransaction) throws {
        let row = try txn.first(
            "SELECT domain FROM attachment_link WHERE object = ? AND attachment = ?",
            [.text(link.object.text), .text(link.attachment.text)]
        )
        guard let row, try row.text("domain") != link.domain.id else { return }
        throw AttachmentStoreError.linkedInOtherDomain(link.attachment, link.object)
    }

    private func isLinked(_ id: AttachmentID, in domain: DedupDomain, in txn: any SQLTransaction) throws -> Bool {
        try txn.first(
            "SELECT object FROM attachment_link WHERE attachment = ? AND domain = ? LIMIT 1",
            [.text(id.text), .text(domain.id)]
        ) != nil
    }
}
