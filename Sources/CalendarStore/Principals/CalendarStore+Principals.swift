package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Creates a user with a home, the calendars `calendar` and `tasks`, an inbox, and an outbox.
    ///
    /// - Throws: `CalendarStoreError.principalExists`, `.addressTaken`; `SQLError`.
    @discardableResult
    package func createUser(_ user: NewUser, now: Date, in txn: any SQLTransaction) throws -> Principal {
        let home = HomeID.random()
        let created = try txn.execute(
            """
            INSERT INTO principal (uid, kind, display_name, home, administrator, password_hash, created)
            VALUES (?, 'user', ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING
            """,
            [
                .text(user.uid.text), .text(user.displayName), .text(home.text), SQLValue(user.isAdministrator),
                SQLValue(user.passwordHash), SQLValue(now),
            ]
        )
        guard created == 1 else { throw CalendarStoreError.principalExists(user.uid) }
        try setAddresses(user.addresses, of: user.uid, in: txn)
        for calendar in NewCalendar.initial { try createCalendar(calendar, in: home, now: now, in: txn) }
        return Principal(
            uid: user.uid,
            kind: .user,
            displayName: user.displayName,
            home: home,
            addresses: user.addresses,
            isAdministrator: user.isAdministrator,
            created: now
        )
    }

    /// Replaces the calendar user addresses of a principal; they are compared without regard to case.
    ///
    /// - Throws: `CalendarStoreError.addressTaken` when another principal has one of them; `SQLError`.
    package func setAddresses(_ addresses: [String], of uid: UserID, in txn: any SQLTransaction) throws {
        try txn.execute("DELETE FROM principal_address WHERE principal = ?", [.text(uid.text)])
        for (position, address) in addresses.enumerated() {
            let inserted = try txn.execute(
                """
                INSERT INTO principal_address (address_key, address, principal, position)
                VALUES (?, ?, ?, ?) ON CONFLICT (address_key) DO NOTHING
                """,
                [.text(address.lowercased()), .text(address), .text(uid.text), SQLValue(position)]
            )
            guard inserted == 1 else { throw CalendarStoreError.addressTaken(address) }
        }
    }

    /// Returns the encoded hash of a principal's password, or `nil` when there is no such principal or no password.
    ///
    /// - Throws: `SQLError`.
    package func passwordHash(of uid: UserID, in txn: any SQLTransaction) throws -> String? {
        try txn.first("SELECT password_hash FROM principal WHERE uid = ?", [.text(uid.text)])?
            .optionalText("password_hash")
    }

    /// Replaces the encoded hash of a principal's password; `nil` takes the password away.
    ///
    /// - Throws: `CalendarStoreError.principalNotFound`; `SQLError`.
    package func setPasswordHash(_ hash: String?, of uid: UserID, in txn: any SQLTransaction) throws {
        let changed = try txn.execute(
            "UPDATE principal SET password_hash = ? WHERE uid = ?",
            [SQLValue(hash), .text(uid.text)]
        )
        guard changed == 1 else { throw CalendarStoreError.principalNotFound(uid) }
    }
}
