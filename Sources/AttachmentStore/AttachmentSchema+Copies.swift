extension AttachmentSchema {
    /// Copies all rows into the tables of the fourth step, parents before their children.
    static let copies =
        [attachmentCopy]
        + [
            ("attachment_holding", "domain, attachment, reference, state, removed", "domain, attachment"),
            ("attachment_usage", "domain, bytes, holdings, removed_bytes", "domain"),
            ("attachment_link", "object, attachment, domain", "object, attachment"),
            (
                "attachment_removal", "attachment, domain, object, place, instances, removed",
                "attachment, domain, object"
            ),
            ("attachment_outbox", "reference, attachment, domain, due, started, attempts", "reference"),
            ("attachment_scan", "blob, state, finding, engine, checked, due, attempts", "blob"),
            ("abandoned_reference", "reference, abandoned, node", "reference"),
            ("abandoned_horizon", "singleton, instant", "singleton"),
        ].map(copy)

    /// The home is the one whose holding has the attachment's own reference.
    ///
    /// That holding may have got the reference of another copy. Then all holdings of the attachment are found without its
    /// home, which is any of them.
    private static let attachmentCopy = """
        INSERT INTO attachment (
            id, home, blob, size, media_type, filename, creator, created, replaces, withdrawn, withdrawal_reason
        )
        SELECT id,
            COALESCE(
                (
                    SELECT h.domain FROM former_attachment_holding h
                    WHERE h.reference = former_attachment.id AND h.attachment = former_attachment.id
                ),
                (SELECT MIN(h.domain) FROM former_attachment_holding h WHERE h.attachment = former_attachment.id),
                creator
            ),
            blob, size, media_type, filename, creator, created, replaces, withdrawn, withdrawal_reason
        FROM former_attachment ORDER BY id
        """

    /// In the order of the key, so that the new tree is filled from one end.
    private static func copy(_ table: String, _ columns: String, _ key: String) -> String {
        "INSERT INTO \(table) (\(columns)) SELECT \(columns) FROM former_\(table) ORDER BY \(key)"
    }
}
