package import SQLDatabase

extension CalendarStore {
    /// Returns the principal of that name.
    ///
    /// - Throws: `SQLError`.
    package func principal(_ uid: UserID, in txn: any SQLTransaction) throws -> Principal? {
        try principal(where: "uid = ?", .text(uid.text), in: txn)
    }

    /// Returns the principal whose calendar home that is.
    ///
    /// - Throws: `SQLError`.
    package func principal(ofHome home: HomeID, in txn: any SQLTransaction) throws -> Principal? {
        try principal(where: "home = ?", .text(home.text), in: txn)
    }

    /// Returns the principal that has a calendar user address, compared without regard to case.
    ///
    /// - Throws: `SQLError`.
    package func principal(withAddress address: String, in txn: any SQLTransaction) throws -> Principal? {
        try principal(
            where: "uid = (SELECT principal FROM principal_address WHERE address_key = ?)",
            .text(address.lowercased()),
            in: txn
        )
    }

    /// Returns all principals in the order of their names.
    ///
    /// - Throws: `SQLError`.
    package func principals(in txn: any SQLTransaction) throws -> [Principal] {
        try txn.query("SELECT \(Self.principalColumns) FROM principal ORDER BY uid")
            .map { try principal($0, in: txn) }
    }

    private static var principalColumns: String { "uid, kind, display_name, home, administrator" }

    private func principal(where condition: String, _ key: SQLValue, in txn: any SQLTransaction) throws -> Principal? {
        try txn.first("SELECT \(Self.principalColumns) FROM principal WHERE \(condition)", [key])
            .map { try principal($0, in: txn) }
    }

    private func principal(_ row: SQLRow, in txn: any SQLTransaction) throws -> Principal {
        let uid = try row.parsed("uid", UserID.init(parsing:))
        let addresses = try txn.query(
            "SELECT address FROM principal_address WHERE principal = ? ORDER BY position",
            [.text(uid.text)]
        )
        return Principal(
            uid: uid,
            kind: try row.parsed("kind", PrincipalKind.init(rawValue:)),
            displayName: try row.text("display_name"),
            home: try row.parsed("home", HomeID.init(parsing:)),
            addresses: try addresses.map { row in try row.text("address") },
            isAdministrator: try row.flag("administrator")
        )
    }
}
