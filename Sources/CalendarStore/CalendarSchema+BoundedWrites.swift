import SQLDatabase

extension CalendarSchema {
    /// The third step: what dead properties take, and calendars that are removed bit by bit.
    static let boundedWrites = SQLMigration(component: component, number: 3, statements: removals + propertyBytes)

    private static let removals = [
        "ALTER TABLE calendar ADD COLUMN removed BIGINT",
        "CREATE INDEX calendar_removed ON calendar (removed, id) WHERE removed IS NOT NULL",
    ]

    private static let propertyBytes = [
        "ALTER TABLE calendar ADD COLUMN property_bytes BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE calendar_object ADD COLUMN property_bytes BIGINT NOT NULL DEFAULT 0",
        """
        UPDATE calendar_object SET property_bytes =
            (SELECT SUM(\(octets)) FROM object_property p WHERE p.object = calendar_object.id)
        WHERE id IN (SELECT object FROM object_property)
        """,
        """
        UPDATE calendar SET property_bytes =
            COALESCE((SELECT SUM(\(octets)) FROM calendar_property p WHERE p.calendar = calendar.id), 0)
            + COALESCE((SELECT SUM(o.property_bytes) FROM calendar_object o WHERE o.calendar = calendar.id), 0)
        """,
    ]

    private static let octets = ["namespace", "name", "xml"].map { "LENGTH(CAST(p.\($0) AS BLOB))" }
        .joined(separator: " + ")
}
