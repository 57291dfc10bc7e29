package import SQLDatabase

/// Principals, calendar homes, calendars, and calendar object resources in SQL.
///
/// Every function is synchronous and works in the caller's transaction, so that calendars and attachments change
/// together. Nothing is durable before that transaction is committed. The tables are described in
/// `Docs/formats/database.md`.
package struct CalendarStore: Sendable {
    /// Creates the store; all state is in the database.
    package init() {}

    /// The steps of the schema, to be applied before the first use.
    package static var migrations: [SQLMigration] {
        [
            CalendarSchema.tables, CalendarSchema.calendarAccess, CalendarSchema.boundedWrites,
            CalendarSchema.countedTexts, CalendarSchema.numberedObjects, CalendarSchema.arrivals,
        ]
    }
}
