import BlobModel
package import SQLDatabase

extension AttachmentStore {
    /// Returns attachments whose bytes have to be there, each with the holding of one home, in the order of homes and
    /// then of managed IDs.
    ///
    /// What is being released, or is released, is left out.
    ///
    /// - Parameters:
    ///   - key: The holding after which to begin; nil to begin with the first.
    ///   - limit: The most holdings to return.
    ///   - txn: The transaction.
    /// - Returns: At most `limit` attachments; fewer mean that there are no more.
    /// - Throws: `SQLError`.
    package func inventory(
        after key: AttachmentHolding.Key?,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [HeldAttachment] {
        try txn.query(
            """
            \(AttachmentRow.selectHeld)
            WHERE (h.domain, h.attachment) > (?, ?) AND h.state IN ('live', 'removed')
            ORDER BY h.domain, h.attachment LIMIT ?
            """,
            [.text(key?.domain.id ?? ""), .text(key?.attachment.text ?? ""), SQLValue(limit)]
        ).map(AttachmentRow.held)
    }

    /// Returns the number of references whose bytes have to be there.
    ///
    /// - Throws: `SQLError`.
    package func inventoryCount(in txn: any SQLTransaction) throws -> UInt64 {
        try txn.first("SELECT COUNT(*) AS held FROM attachment_holding WHERE state IN ('live', 'removed')")?
            .count("held") ?? 0
    }
}
