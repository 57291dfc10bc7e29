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
        let held = try held(id, by: domain, in: txn)
        let attachment = try usable(id, as: held, in: txn)
        guard let holding = held?.holding else { throw AttachmentStoreError.notHeld(id, domain) }
        guard holding.state.hasBytes else { throw AttachmentStoreError.released(id, domain) }
        let link = AttachmentLink(object: object, attachment: id, domain: domain)
        if holding.state != .live {
            try refuseOtherDomain(link, in: txn)
            try restore(holding, size: attachment.size, in: txn)
        }
        guard try insert(link, in: txn) else { return try refuseOtherDomain(link, in: txn) }
        try forgetRemoval(of: link, in: txn)
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
            JOIN attachment_holding h ON h.domain = l.domain AND h.attachment = l.attachment
            LEFT JOIN attachment_outbox x ON x.reference = h.reference
            WHERE l.object = ? ORDER BY l.attachment
            """,
            [.text(object.text)]
        ).map(AttachmentRow.held)
    }

    /// Returns the attachments that an object links, in the order of their managed IDs, without looking at holdings.
    ///
    /// - Throws: `SQLError`.
    package func linkedAttachments(
        of object: LinkedObjectID,
        in txn: any SQLTransaction
    ) throws -> [Attachment] {
        try txn.query(
            """
            SELECT \(AttachmentRow.attachmentColumns) FROM attachment_link l JOIN attachment a ON a.id = l.attachment
            WHERE l.object = ? ORDER BY l.attachment
            """,
            [.text(object.text)]
        ).map(AttachmentRow.attachment)
    }

    /// Returns the links of an attachment in all homes, in the order of their objects.
    ///
    /// - Throws: `SQLError`.
    package func links(of id: AttachmentID, in txn: any SQLTransaction) throws -> [AttachmentLink] {
        try links(of: [id], in: txn)[id] ?? []
    }

    /// Returns whether more than so many objects link an attachment, without a look at all of them.
    ///
    /// - Throws: `SQLError`.
    package func hasLinks(_ id: AttachmentID, beyond count: Int, in txn: any SQLTransaction) throws -> Bool {
        let link = try txn.first(
            "SELECT object FROM attachment_link WHERE attachment = ? LIMIT 1 OFFSET ?",
            [.text(id.text), SQLValue(count)]
        )
        return link != nil
    }

    /// Returns the links of some attachments in all homes, each attachment's in the order of their objects.
    ///
    /// One that has none is left out.
    ///
    /// - Throws: `SQLError`.
    package func links(
        of ids: some Sequence<AttachmentID>,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID: [AttachmentLink]] {
        var found: [AttachmentID: [AttachmentLink]] = [:]
        for batch in KeyBatches(ids.map { .text($0.text) }) {
            let rows = try txn.query(
                """
                SELECT attachment, object, domain FROM attachment_link
                WHERE attachment IN \(batch.placeholders) ORDER BY attachment, object
                """,
                batch.arguments
            )
            for row in rows {
                let link = AttachmentLink(
                    object: LinkedObjectID(try row.text("object")),
                    attachment: try row.parsed("attachment", AttachmentID.init(parsing:)),
                    domain: try row.parsed("domain") { try? DedupDomain(validating: $0) }
                )
                found[link.attachment, default: []].append(link)
            }
        }
        return found
    }

    /// Writes a link down unless it is there.
    ///
    /// - Returns: Whether it was not there.
    @discardableResult
    func insert(_ link: AttachmentLink, in txn: any SQLTransaction) throws -> Bool {
        try txn.execute(
            """
            INSERT INTO attachment_link (object, attachment, domain) VALUES (?, ?, ?)
            ON CONFLICT (object, attachment) DO NOTHING
            """,
            [.text(link.object.text), .text(link.attachment.text), .text(link.domain.id)]
        ) == 1
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
}
