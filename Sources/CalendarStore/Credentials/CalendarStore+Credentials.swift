package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Gives a principal another credential.
    ///
    /// - Throws: `CalendarStoreError.principalNotFound`, `.labelTaken`; `SQLError`.
    @discardableResult
    package func addCredential(
        _ new: NewCredential,
        to uid: UserID,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> Credential {
        guard try principal(uid, in: txn) != nil else { throw CalendarStoreError.principalNotFound(uid) }
        let rows = try txn.query(
            """
            INSERT INTO principal_credential (id, principal, kind, label, verifier, created, expires)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (principal, kind, label) DO NOTHING
            RETURNING \(Credential.columns)
            """,
            [
                .text(new.id.text), .text(uid.text), .text(new.kind.rawValue), .text(new.label), .text(new.verifier),
                SQLValue(now), SQLValue(new.expires),
            ]
        )
        guard let row = rows.first else { throw CalendarStoreError.labelTaken(new.label) }
        return try Credential(row)
    }

    /// Returns the credentials of a principal of one kind, expired ones too, in the order of their labels.
    ///
    /// - Throws: `SQLError`.
    package func credentials(
        _ kind: CredentialKind,
        of uid: UserID,
        in txn: any SQLTransaction
    ) throws -> [Credential] {
        try txn.query(
            """
            SELECT \(Credential.columns) FROM principal_credential WHERE principal = ? AND kind = ? ORDER BY label
            """,
            [.text(uid.text), .text(kind.rawValue)]
        ).map(Credential.init)
    }

    /// Returns the credential with that identifier, also when it expired.
    ///
    /// - Throws: `SQLError`.
    package func credential(_ id: CredentialID, in txn: any SQLTransaction) throws -> Credential? {
        try txn.first("SELECT \(Credential.columns) FROM principal_credential WHERE id = ?", [.text(id.text)])
            .map(Credential.init)
    }

    /// Takes a credential away.
    ///
    /// - Returns: Whether it was there.
    /// - Throws: `SQLError`.
    @discardableResult
    package func removeCredential(_ id: CredentialID, in txn: any SQLTransaction) throws -> Bool {
        try txn.execute("DELETE FROM principal_credential WHERE id = ?", [.text(id.text)]) == 1
    }

    /// Writes down that a credential was used, unless a later use is known; once a day is often enough.
    ///
    /// - Throws: `SQLError`.
    package func recordUse(of id: CredentialID, now: Date, in txn: any SQLTransaction) throws {
        try txn.execute(
            "UPDATE principal_credential SET last_used = ? WHERE id = ? AND (last_used IS NULL OR last_used < ?)",
            [SQLValue(now), .text(id.text), SQLValue(now)]
        )
    }
}

extension Credential {
    /// The columns of a credential.
    fileprivate static let columns = "id, principal, kind, label, verifier, created, expires, last_used"

    /// Creates a credential from a row of its table.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        id = try row.parsed("id", CredentialID.init(parsing:))
        principal = try row.parsed("principal", UserID.init(parsing:))
        kind = try row.parsed("kind", CredentialKind.init(rawValue:))
        label = try row.text("label")
        verifier = try row.text("verifier")
        created = try row.instant("created")
        expires = try row.optionalInstant("expires")
        lastUsed = try row.optionalInstant("last_used")
    }
}
