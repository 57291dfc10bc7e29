package import BlobModel
package import SQLDatabase

extension AttachmentStore {
    /// Returns the attachment with that managed ID, also when its bytes are gone; `nil` when there never was one.
    ///
    /// - Throws: `SQLError`.
    package func attachment(_ id: AttachmentID, in txn: any SQLTransaction) throws -> Attachment? {
        try txn.first("SELECT \(AttachmentRow.attachmentColumns) FROM attachment a WHERE a.id = ?", [.text(id.text)])
            .map(AttachmentRow.attachment)
    }

    /// Returns those of some attachments that exist, by their managed IDs.
    ///
    /// - Throws: `SQLError`.
    package func attachments(
        _ ids: some Sequence<AttachmentID>,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID: Attachment] {
        var found: [AttachmentID: Attachment] = [:]
        for batch in KeyBatches(ids.map { .text($0.text) }) {
            let rows = try txn.query(
                "SELECT \(AttachmentRow.attachmentColumns) FROM attachment a WHERE a.id IN \(batch.placeholders)",
                batch.arguments
            )
            for attachment in try rows.map(AttachmentRow.attachment) { found[attachment.id] = attachment }
        }
        return found
    }

    /// Returns an attachment with the holding of one home, or `nil` when that home never held it.
    ///
    /// - Throws: `SQLError`.
    package func held(
        _ id: AttachmentID,
        by domain: DedupDomain,
        in txn: any SQLTransaction
    ) throws -> HeldAttachment? {
        try txn.first(
            "\(AttachmentRow.selectHeld) WHERE h.domain = ? AND h.attachment = ?",
            [.text(domain.id), .text(id.text)]
        ).map(AttachmentRow.held)
    }

    /// Returns the holdings of an attachment in all homes, in the order of their domains.
    ///
    /// - Throws: `SQLError`.
    package func holdings(of id: AttachmentID, in txn: any SQLTransaction) throws -> [AttachmentHolding] {
        try holdings(of: [id], in: txn)[id] ?? []
    }

    /// Returns the holdings of some attachments in all homes, each attachment's in the order of their domains.
    ///
    /// One that does not exist is left out.
    ///
    /// - Throws: `SQLError`.
    package func holdings(
        of ids: some Sequence<AttachmentID>,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID: [AttachmentHolding]] {
        var found: [AttachmentID: [AttachmentHolding]] = [:]
        for batch in KeyBatches(ids.map { .text($0.text) }) {
            let rows = try txn.query(
                """
                SELECT \(AttachmentRow.holdingColumns) FROM \(AttachmentRow.attachmentsAndHoldings)
                LEFT JOIN attachment_outbox x ON x.reference = h.reference
                WHERE a.id IN \(batch.placeholders) ORDER BY a.id, h.domain
                """,
                batch.arguments
            )
            for holding in try rows.map(AttachmentRow.holding) {
                found[holding.attachment, default: []].append(holding)
            }
        }
        return found
    }

    /// Returns the octets that count towards a home's quota: the size of each attachment of which it has a live holding.
    ///
    /// - Throws: `SQLError`.
    package func usage(of domain: DedupDomain, in txn: any SQLTransaction) throws -> UInt64 {
        try txn.first("SELECT bytes FROM attachment_usage WHERE domain = ?", [.text(domain.id)])?.count("bytes") ?? 0
    }
}
