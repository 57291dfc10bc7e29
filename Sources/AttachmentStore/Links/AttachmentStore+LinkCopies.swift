package import SQLDatabase

extension AttachmentStore {
    /// Returns how many attachments some objects link; an object without any is left out.
    ///
    /// - Throws: `SQLError`.
    package func linkCounts(
        of objects: some Sequence<LinkedObjectID>,
        in txn: any SQLTransaction
    ) throws -> [LinkedObjectID: Int] {
        var counts: [LinkedObjectID: Int] = [:]
        for batch in KeyBatches(objects.map { .text($0.text) }) {
            let rows = try txn.query(
                """
                SELECT object, COUNT(*) AS links FROM attachment_link
                WHERE object IN \(batch.placeholders) GROUP BY object
                """,
                batch.arguments
            )
            for row in rows { counts[LinkedObjectID(try row.text("object"))] = Int(try row.integer("links")) }
        }
        return counts
    }

    /// Links the attachments of an object to a copy of it in the same home, but those that were withdrawn.
    ///
    /// The home has them already, so that nothing counts anew.
    ///
    /// - Throws: `SQLError`.
    package func copyLinks(
        of original: LinkedObjectID,
        to copy: LinkedObjectID,
        in txn: any SQLTransaction
    ) throws {
        try txn.execute(
            """
            INSERT INTO attachment_link (object, attachment, domain)
            SELECT ?, l.attachment, l.domain FROM attachment_link l JOIN attachment a ON a.id = l.attachment
            WHERE l.object = ? AND a.withdrawn IS NULL
            ON CONFLICT (object, attachment) DO NOTHING
            """,
            [.text(copy.text), .text(original.text)]
        )
        // What is linked is not removed.
        try txn.execute(
            """
            DELETE FROM attachment_removal WHERE object = ? AND EXISTS (
                SELECT 1 FROM attachment_link l
                WHERE l.object = attachment_removal.object AND l.attachment = attachment_removal.attachment
                    AND l.domain = attachment_removal.domain
            )
            """,
            [.text(copy.text)]
        )
    }
}
