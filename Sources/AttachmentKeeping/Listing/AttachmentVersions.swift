package import AttachmentStore
package import SQLDatabase

/// Finds the versions of a file: what updates put in each other's place (RFC 8607 §3.5).
package struct AttachmentVersions: Sendable {
    /// The most versions that are looked at.
    package static let limit = 1_000

    private let attachments: AttachmentStore

    /// Creates a finder; all state is in the database.
    package init(attachments: AttachmentStore = AttachmentStore()) {
        self.attachments = attachments
    }

    /// Returns all versions of a file, the newest first.
    ///
    /// Where several events had one attachment and each updated it, the versions of all are there. Beyond ``limit``
    /// some are left out.
    ///
    /// - Parameters:
    ///   - id: Any of the versions.
    ///   - txn: The transaction.
    /// - Returns: The versions, also those that can not be had any more; none for an unknown attachment.
    /// - Throws: `SQLError`.
    package func versions(of id: AttachmentID, in txn: any SQLTransaction) throws -> [Attachment] {
        guard let first = try earliest(before: id, in: txn) else { return [] }
        var (found, waiting) = ([first], [first])
        while let version = waiting.popLast() {
            let next = try attachments.successors(of: version.id, in: txn).prefix(Self.limit - found.count)
            found += next
            waiting += next
        }
        return found.sorted { ($1.created, $1.id.text) < ($0.created, $0.id.text) }
    }

    private func earliest(before id: AttachmentID, in txn: any SQLTransaction) throws -> Attachment? {
        guard var version = try attachments.attachment(id, in: txn) else { return nil }
        for _ in 0..<Self.limit {
            guard let replaced = version.replaces, let former = try attachments.attachment(replaced, in: txn) else {
                break
            }
            version = former
        }
        return version
    }
}
