package import SQLDatabase

extension CalendarStore {
    /// Returns the principal of that name.
    ///
    /// - Throws: `SQLError`.
    package func principal(_ uid: UserID, in txn: any SQLTransaction) throws -> Principal? {
        try principal(where: "p.uid = ?", .text(uid.text), in: txn)
    }

    /// Returns the principal whose calendar home that is.
    ///
    /// - Throws: `SQLError`.
    package func principal(ofHome home: HomeID, in txn: any SQLTransaction) throws -> Principal? {
        // Of a user who was removed there is a home until it is cleared, but no principal.
        try principal(where: "p.home = ? AND NOT (\(RemovedHome.condition))", .text(home.text), in: txn)
    }

    /// Returns the principal that has a calendar user address, compared without regard to case.
    ///
    /// - Throws: `SQLError`.
    package func principal(withAddress address: String, in txn: any SQLTransaction) throws -> Principal? {
        try principal(
            where: "p.uid = (SELECT principal FROM principal_address WHERE address_key = ?)",
            .text(address.lowercased()),
            in: txn
        )
    }

    /// Returns all principals in the order of their names.
    ///
    /// - Throws: `SQLError`.
    package func principals(in txn: any SQLTransaction) throws -> [Principal] {
        var principals: [Principal] = []
        var rows: [SQLRow] = []
        let there = "\(Principal.select) WHERE NOT (\(RemovedHome.condition))"
        try txn.forEachRow("\(there) ORDER BY p.uid, a.position", []) { row in
            if let first = rows.first, try first.text("uid") != row.text("uid") {
                principals.append(try Principal(first, of: rows))
                rows = []
            }
            rows.append(row)
        }
        if let last = rows.first { principals.append(try Principal(last, of: rows)) }
        return principals
    }

    private func principal(where condition: String, _ key: SQLValue, in txn: any SQLTransaction) throws -> Principal? {
        let rows = try txn.query("\(Principal.select) WHERE \(condition) ORDER BY a.position", [key])
        return try rows.first.map { try Principal($0, of: rows) }
    }
}

extension Principal {
    /// The columns of a principal and of one of the addresses, of the tables that ``tables`` names.
    static let columns = "p.uid, p.kind, p.display_name, p.home, p.administrator, p.created, a.address"

    /// The table of principals, with a row for each address.
    static let tables = "principal p LEFT JOIN principal_address a ON a.principal = p.uid"

    /// The beginning of a statement that reads principals with their addresses.
    fileprivate static let select = "SELECT \(columns) FROM \(tables)"

    /// Creates a principal from the rows of its addresses in their order, or from one row without an address.
    ///
    /// - Parameters:
    ///   - first: The first row.
    ///   - rows: All rows.
    /// - Throws: `SQLError`.
    init(_ first: SQLRow, of rows: [SQLRow]) throws(SQLError) {
        var addresses: [String] = []
        for row in rows {
            if let address = try row.optionalText("address") { addresses.append(address) }
        }
        self.init(
            uid: try first.parsed("uid", UserID.init(parsing:)),
            kind: try first.parsed("kind", PrincipalKind.init(rawValue:)),
            displayName: try first.text("display_name"),
            home: try first.parsed("home", HomeID.init(parsing:)),
            addresses: addresses,
            isAdministrator: try first.flag("administrator"),
            created: try first.instant("created")
        )
    }
}
