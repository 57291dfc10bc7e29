package import BlobModel
package import SQLDatabase

extension AttachmentStore {
    /// Returns holdings with their attachments, in the order of homes and then of managed IDs.
    ///
    /// - Parameters:
    ///   - filter: Which ones.
    ///   - key: The holding after which to begin; nil to begin with the first.
    ///   - limit: The most holdings to return.
    ///   - txn: The transaction.
    /// - Returns: At most `limit` holdings; fewer mean that there are no more.
    /// - Throws: `SQLError`.
    package func holdings(
        matching filter: HoldingFilter,
        after key: AttachmentHolding.Key?,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [HeldAttachment] {
        let states = filter.phases.map(\.rawValue).sorted()
        let marks = states.map { _ in "?" }.joined(separator: ", ")
        var conditions = ["h.state IN (\(marks))"]
        var arguments = states.map { SQLValue.text($0) }
        if let domain = filter.domain {
            conditions.append("h.domain = ? AND h.attachment > ?")
            arguments += [.text(domain.id), .text(key?.attachment.text ?? "")]
        } else {
            conditions.append("(h.domain, h.attachment) > (?, ?)")
            arguments += [.text(key?.domain.id ?? ""), .text(key?.attachment.text ?? "")]
        }
        if filter.isWithdrawn { conditions.append("a.withdrawn IS NOT NULL") }
        return try txn.query(
            """
            \(AttachmentRow.selectHeld) WHERE \(conditions.joined(separator: " AND "))
            ORDER BY h.domain, h.attachment LIMIT ?
            """,
            arguments + [SQLValue(limit)]
        ).map(AttachmentRow.held)
    }

    /// Returns the attachments that updates put in the place of one, the oldest first.
    ///
    /// There are several where several objects had it.
    ///
    /// - Throws: `SQLError`.
    package func successors(of id: AttachmentID, in txn: any SQLTransaction) throws -> [Attachment] {
        try txn.query(
            """
            SELECT \(AttachmentRow.attachmentColumns) FROM attachment a
            WHERE a.replaces = ? ORDER BY a.created, a.id
            """,
            [.text(id.text)]
        ).map(AttachmentRow.attachment)
    }

    /// Returns the attachments that have the same bytes, in all homes and under all names, in the order of managed IDs.
    ///
    /// - Throws: `SQLError`.
    package func attachments(withBytes blob: ContentID, in txn: any SQLTransaction) throws -> [Attachment] {
        try txn.query(
            "SELECT \(AttachmentRow.attachmentColumns) FROM attachment a WHERE a.blob = ? ORDER BY a.id",
            [.text(blob.description)]
        ).map(AttachmentRow.attachment)
    }
}
