package import BlobModel
package import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Records a new attachment, its holding by the home that it was added in, and its first link.
    ///
    /// The bytes are stored under the attachment's first reference before this is called, and the caller has checked
    /// the quota in the same transaction. The attachment's reference was made after its ``Attachment/created``.
    ///
    /// - Returns: The octets that count towards the home's quota now, those of the attachment included.
    /// - Throws: `AttachmentStoreError.exists`, `.abandoned`; `SQLError`.
    @discardableResult
    package func add(
        _ attachment: Attachment,
        heldBy domain: DedupDomain,
        linkedTo object: LinkedObjectID,
        in txn: any SQLTransaction
    ) throws -> UInt64 {
        let octets = try countAddition(attachment, to: domain, in: txn)
        try insert(attachment, addedIn: domain, in: txn)
        try store(
            AttachmentHolding(
                attachment: attachment.id,
                domain: domain,
                reference: attachment.id.firstReference,
                state: .live
            ),
            in: txn
        )
        try insert(AttachmentLink(object: object, attachment: attachment.id, domain: domain), in: txn)
        return octets
    }

    /// Records that a further home holds a known attachment, under a reference of its own, and the first link there.
    ///
    /// The bytes were copied into that home's domain under `reference` before, which was made after `begun`. A copy that is being released, or is
    /// released, is replaced. When the home holds the attachment in the meantime, `alreadyHeld` is thrown: the
    /// caller links instead, and releases the copy that it made.
    ///
    /// - Throws: `AttachmentStoreError.unknown`, `.withdrawn`, `.alreadyHeld`, `.linkedInOtherDomain`, `.abandoned`;
    ///   `SQLError`.
    package func hold(
        _ id: AttachmentID,
        by domain: DedupDomain,
        reference: ReferenceID,
        begun: Date,
        linkedTo object: LinkedObjectID,
        in txn: any SQLTransaction
    ) throws {
        try refuseAbandoned(reference, begun: begun, in: txn)
        let current = try held(id, by: domain, in: txn)
        let attachment = try usable(id, as: current, in: txn)
        if let current, current.holding.state.hasBytes { throw AttachmentStoreError.alreadyHeld(id, domain) }
        let link = AttachmentLink(object: object, attachment: id, domain: domain)
        try refuseOtherDomain(link, in: txn)
        let holding = AttachmentHolding(attachment: id, domain: domain, reference: reference, state: .live)
        try store(holding, in: txn)
        try count(attachment.size, for: domain, in: txn)
        try insert(link, in: txn)
        try forgetRemoval(of: link, in: txn)
    }

    /// Returns the attachment with that managed ID, which a home may hold, unless it was withdrawn.
    func usable(_ id: AttachmentID, as held: HeldAttachment?, in txn: any SQLTransaction) throws -> Attachment {
        guard let attachment = try held?.attachment ?? attachment(id, in: txn) else {
            throw AttachmentStoreError.unknown(id)
        }
        if let withdrawal = attachment.withdrawal {
            throw AttachmentStoreError.withdrawn(id, reason: withdrawal.reason)
        }
        return attachment
    }

    /// Adds one live holding of that size to a home's usage.
    func count(_ size: UInt64, for domain: DedupDomain, in txn: any SQLTransaction) throws {
        try txn.execute(
            "INSERT INTO attachment_usage (domain, bytes, holdings, removed_bytes) VALUES (?, ?, 1, 0) \(Self.countsOne)",
            [.text(domain.id), SQLValue(size)]
        )
    }

    /// Adds a new attachment to a home's usage, in the same statement that finds its identity unused and its reference usable.
    ///
    /// - Returns: The octets of the home's live holdings now.
    /// - Throws: `AttachmentStoreError.exists`, `.abandoned`; `SQLError`.
    private func countAddition(
        _ attachment: Attachment,
        to domain: DedupDomain,
        in txn: any SQLTransaction
    ) throws -> UInt64 {
        let reference = attachment.id.firstReference
        let row = try txn.first(
            """
            INSERT INTO attachment_usage (domain, bytes, holdings, removed_bytes)
            SELECT ?, ?, 1, 0 WHERE NOT EXISTS (SELECT 1 FROM attachment WHERE id = ?) AND \(Self.isUsable)
            \(Self.countsOne) RETURNING bytes
            """,
            [.text(domain.id), SQLValue(attachment.size), .text(attachment.id.text)]
                + Self.usability(of: reference, begun: attachment.created)
        )
        if let row { return try row.count("bytes") }
        let isKnown = try self.attachment(attachment.id, in: txn) != nil
        throw isKnown ? AttachmentStoreError.exists(attachment.id) : .abandoned(reference)
    }

    /// What becomes of the row of a home that has one, when a holding is added.
    private static let countsOne = """
        ON CONFLICT (domain) DO UPDATE
        SET bytes = attachment_usage.bytes + excluded.bytes, holdings = attachment_usage.holdings + 1
        """

    /// Takes live holdings of that size together from a home's usage, to be kept as removed.
    ///
    /// - Returns: The octets that the home keeps as removed now.
    func discount(
        _ size: UInt64,
        holdings: Int,
        for domain: DedupDomain,
        in txn: any SQLTransaction
    ) throws -> UInt64 {
        try txn.query(
            """
            UPDATE attachment_usage SET bytes = bytes - ?, holdings = holdings - ?, removed_bytes = removed_bytes + ?
            WHERE domain = ? RETURNING removed_bytes
            """,
            [SQLValue(size), SQLValue(holdings), SQLValue(size), .text(domain.id)]
        ).first?.count("removed_bytes") ?? size
    }

    /// Makes one removed holding of that size a live one in a home's usage.
    func countRestored(_ size: UInt64, for domain: DedupDomain, in txn: any SQLTransaction) throws {
        try txn.execute(
            """
            UPDATE attachment_usage SET bytes = bytes + ?, holdings = holdings + 1, removed_bytes = removed_bytes - ?
            WHERE domain = ?
            """,
            [SQLValue(size), SQLValue(size), .text(domain.id)]
        )
    }

    /// Notes that a home no longer keeps one removed holding of that size, since its release has begun.
    func forgetRemoved(_ size: UInt64, of domain: DedupDomain, in txn: any SQLTransaction) throws {
        try txn.execute(
            "UPDATE attachment_usage SET removed_bytes = removed_bytes - ? WHERE domain = ?",
            [SQLValue(size), .text(domain.id)]
        )
    }

    private func store(_ holding: AttachmentHolding, in txn: any SQLTransaction) throws {
        try txn.execute(
            """
            INSERT INTO attachment_holding (domain, attachment, reference, state, removed)
            VALUES (?, ?, ?, 'live', NULL)
            ON CONFLICT (domain, attachment) DO UPDATE
            SET reference = excluded.reference, state = 'live', removed = NULL
            """,
            [.text(holding.domain.id), .text(holding.attachment.text), .text(holding.reference.text)]
        )
    }

    private func insert(_ attachment: Attachment, addedIn home: DedupDomain, in txn: any SQLTransaction) throws {
        try txn.execute(
            """
            INSERT INTO attachment (id, home, blob, size, media_type, filename, creator, created, replaces)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(attachment.id.text), .text(home.id), .text(attachment.blob.description),
                SQLValue(attachment.size), .text(attachment.mediaType), .text(attachment.filename),
                .text(attachment.creator), SQLValue(attachment.created), SQLValue(attachment.replaces?.text),
            ]
        )
    }
}
