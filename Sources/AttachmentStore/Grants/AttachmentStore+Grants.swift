package import BlobModel
package import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Records a grant that a client is about to be given.
    ///
    /// - Throws: `SQLError`, `.constraint` where the reference has one already.
    package func grant(_ grant: UploadGrant, in txn: any SQLTransaction) throws {
        try txn.execute(
            """
            INSERT INTO upload_grant (
                reference, domain, principal, size, grant_octets, digest, state, created, expires
            ) VALUES (?, ?, ?, ?, ?, ?, 'granted', ?, ?)
            """,
            [
                .text(grant.reference.text), .text(grant.domain.id), .text(grant.principal), SQLValue(grant.size),
                .blob(grant.octets), .text(grant.digest), SQLValue(grant.created), SQLValue(grant.expires),
            ]
        )
    }

    /// Returns the grant for the bytes under a reference, or `nil` where there is none, or none any more.
    ///
    /// - Throws: `SQLError`.
    package func grant(_ reference: ReferenceID, in txn: any SQLTransaction) throws -> UploadGrant? {
        try txn.first(
            "SELECT \(UploadGrantRow.columns) FROM upload_grant WHERE reference = ?",
            [.text(reference.text)]
        ).map(UploadGrantRow.grant)
    }

    /// Opens a grant: whoever gets it may store the bytes, and nobody after that one.
    ///
    /// - Parameters:
    ///   - reference: The reference that names the grant.
    ///   - answer: What is kept of the leave, so that it can be given again; nil for nothing.
    ///   - now: The instant at which it is opened.
    ///   - txn: The transaction.
    /// - Returns: The grant, opened now; `nil` where it was opened before, has ended or expired, or never was.
    /// - Throws: `SQLError`.
    package func openGrant(
        _ reference: ReferenceID,
        answer: String? = nil,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> UploadGrant? {
        try txn.query(
            """
            UPDATE upload_grant SET state = 'opened', opened = ?, answer = ?
            WHERE reference = ? AND state = 'granted' AND expires > ? RETURNING \(UploadGrantRow.columns)
            """,
            [SQLValue(now), SQLValue(answer), .text(reference.text), SQLValue(now)]
        ).first.map(UploadGrantRow.grant)
    }

    /// Takes note that the upload of an opened grant goes on, so that the grant is not given up.
    ///
    /// - Returns: Whether the grant is open; one that nobody opened, or that has ended, stays as it is.
    /// - Throws: `SQLError`.
    package func renewGrant(_ reference: ReferenceID, now: Date, in txn: any SQLTransaction) throws -> Bool {
        try txn.execute(
            "UPDATE upload_grant SET opened = ? WHERE reference = ? AND state = 'opened'",
            [SQLValue(now), .text(reference.text)]
        ) == 1
    }

    /// Ends a grant, so that its bytes are an attachment's or nobody's.
    ///
    /// What it was bound to is kept only of one that is completed: of the others nothing is asked again but the answer.
    ///
    /// - Parameters:
    ///   - reference: The reference that names the grant.
    ///   - end: How it ends.
    ///   - state: The open state that it has to be in; nil for either.
    ///   - now: The instant at which it ends.
    ///   - txn: The transaction.
    /// - Returns: Whether it was open in that way; one that has ended stays as it is.
    /// - Throws: `SQLError`.
    @discardableResult
    package func end(
        _ reference: ReferenceID,
        as end: UploadGrant.End,
        from state: UploadGrant.State? = nil,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> Bool {
        let first = state ?? .granted
        let second = state ?? .opened
        precondition(first.isOpen && second.isOpen, "Only what is open can end.")
        let isForgotten = end.state != .completed
        var values: [SQLValue] = [.text(end.state.rawValue), SQLValue(now), SQLValue(end.answer)]
        if isForgotten { values.append(.blob([0])) }
        values += [.text(reference.text), .text(first.rawValue), .text(second.rawValue)]
        return try txn.execute(
            """
            UPDATE upload_grant SET state = ?, ended = ?, answer = ?\(isForgotten ? ", grant_octets = ?" : "")
            WHERE reference = ? AND state IN (?, ?)
            """,
            values
        ) == 1
    }

    /// Returns how many grants a principal has of which an attachment may still come.
    ///
    /// Those that nobody opened before their URL expired are none of them.
    ///
    /// - Throws: `SQLError`.
    package func openGrants(of principal: String, now: Date, in txn: any SQLTransaction) throws -> Int {
        let row = try txn.first(
            """
            SELECT COUNT(*) AS open FROM upload_grant
            WHERE principal = ? AND state IN ('granted', 'opened') AND (state = 'opened' OR expires > ?)
            """,
            [.text(principal), SQLValue(now)]
        )
        return Int(try row?.count("open") ?? 0)
    }
}
