import SQLDatabase

extension CalendarSchema {
    /// The sixth step: calendars whose members came with them into the history of their home
    /// ([decision 0032](../../Docs/decisions/0032-no-long-writes.md)).
    ///
    /// Those that were copied or moved before have members with places of their own in it.
    static let arrivals = SQLMigration(
        component: component,
        number: 6,
        statements: ["ALTER TABLE calendar ADD COLUMN arrived BIGINT NOT NULL DEFAULT 0"]
    )
}
