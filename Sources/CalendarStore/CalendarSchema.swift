import SQLDatabase

/// The tables of the calendar store (`Docs/formats/database.md`).
enum CalendarSchema {
    /// The name of the component in the table of migrations.
    static let component = "calendar"

    /// The first step: all tables.
    static let tables = SQLMigration(
        component: component,
        number: 1,
        statements: principals + calendars + objects + changes
    )

    private static let principals = [
        """
        CREATE TABLE principal (
            uid TEXT PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('user', 'group', 'resource', 'location')),
            display_name TEXT NOT NULL,
            home TEXT NOT NULL UNIQUE,
            administrator BIGINT NOT NULL,
            password_hash TEXT,
            created BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE principal_address (
            address_key TEXT PRIMARY KEY,
            address TEXT NOT NULL,
            principal TEXT NOT NULL REFERENCES principal (uid) ON DELETE CASCADE,
            position BIGINT NOT NULL,
            UNIQUE (principal, position)
        )
        """,
    ]

    private static let calendars = [
        """
        CREATE TABLE calendar (
            id TEXT PRIMARY KEY,
            home TEXT NOT NULL REFERENCES principal (home) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('calendar', 'inbox', 'outbox')),
            display_name TEXT NOT NULL,
            description TEXT,
            components TEXT NOT NULL,
            color TEXT,
            sort_order BIGINT,
            revision BIGINT NOT NULL,
            data_bytes BIGINT NOT NULL CHECK (data_bytes >= 0),
            object_count BIGINT NOT NULL CHECK (object_count >= 0),
            created BIGINT NOT NULL,
            UNIQUE (home, name)
        )
        """
    ]

    private static let objects = [
        """
        CREATE TABLE calendar_object (
            id TEXT PRIMARY KEY,
            calendar TEXT NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            uid TEXT NOT NULL,
            etag TEXT NOT NULL,
            component_type TEXT NOT NULL,
            size BIGINT NOT NULL,
            created BIGINT NOT NULL,
            modified BIGINT NOT NULL,
            UNIQUE (calendar, name)
        )
        """,
        "CREATE INDEX calendar_object_uid ON calendar_object (calendar, uid)",
        """
        CREATE TABLE calendar_object_data (
            object TEXT PRIMARY KEY REFERENCES calendar_object (id) ON DELETE CASCADE,
            data BLOB NOT NULL
        )
        """,
    ]

    private static let changes = [
        """
        CREATE TABLE calendar_change (
            calendar TEXT NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            revision BIGINT NOT NULL,
            removed BIGINT NOT NULL,
            PRIMARY KEY (calendar, name)
        )
        """,
        "CREATE INDEX calendar_change_revision ON calendar_change (calendar, revision)",
    ]
}
