package import SQLDatabase

extension CalendarStore {
    /// Returns where some objects are; those that are gone, or whose calendar or owner is, are left out.
    ///
    /// - Throws: `SQLError`.
    package func locations(
        of objects: some Sequence<ObjectID>,
        in txn: any SQLTransaction
    ) throws -> [ObjectID: ObjectLocation] {
        var found: [ObjectID: ObjectLocation] = [:]
        for batch in KeyBatches(objects.map { .text($0.text) }) {
            // An object is found for as long as its calendar is removed and not cleared.
            let rows = try txn.query(
                """
                SELECT o.id, o.name, c.name AS calendar, p.uid
                FROM calendar_object o JOIN calendar c ON c.id = o.calendar JOIN principal p ON p.home = c.home
                WHERE o.id IN \(batch.placeholders) AND c.removed IS NULL
                """,
                batch.arguments
            )
            for row in rows {
                found[try row.parsed("id", ObjectID.init(parsing:))] = ObjectLocation(
                    owner: try row.parsed("uid", UserID.init(parsing:)),
                    calendar: try row.text("calendar"),
                    name: try row.text("name")
                )
            }
        }
        return found
    }

    /// Returns the names of the owners of some homes; those of which the owner is gone are left out.
    ///
    /// - Throws: `SQLError`.
    package func owners(of homes: some Sequence<HomeID>, in txn: any SQLTransaction) throws -> [HomeID: UserID] {
        var found: [HomeID: UserID] = [:]
        for batch in KeyBatches(homes.map { .text($0.text) }) {
            let rows = try txn.query(
                "SELECT home, uid FROM principal WHERE home IN \(batch.placeholders) AND NOT (\(RemovedHome.condition))",
                batch.arguments
            )
            for row in rows {
                found[try row.parsed("home", HomeID.init(parsing:))] = try row.parsed("uid", UserID.init(parsing:))
            }
        }
        return found
    }
}
