package import SQLDatabase

extension CalendarStore {
    /// Returns all that a password of a principal is verified against, or `nil` when there is no such principal.
    ///
    /// It is one statement, and a second one for those who have app passwords.
    ///
    /// - Throws: `SQLError`.
    package func account(of uid: UserID, in txn: any SQLTransaction) throws -> PrincipalAccount? {
        let rows = try txn.query(Self.selectAccount, [.text(uid.text)])
        guard let row = rows.first else { return nil }
        return PrincipalAccount(
            principal: try Principal(row, of: rows),
            passwordHash: try row.optionalText("password_hash"),
            appPasswords: try row.flag("has_app_passwords") ? credentials(.appPassword, of: uid, in: txn) : []
        )
    }

    private static let selectAccount = """
        SELECT \(Principal.columns), p.password_hash, CASE WHEN EXISTS
            (SELECT 1 FROM principal_credential k WHERE k.principal = p.uid AND k.kind = 'app-password')
            THEN 1 ELSE 0 END AS has_app_passwords
        FROM \(Principal.tables) WHERE p.uid = ? ORDER BY a.position
        """
}
