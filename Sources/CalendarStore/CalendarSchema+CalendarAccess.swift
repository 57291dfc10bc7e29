import SQLDatabase

extension CalendarSchema {
    /// The second step: occurrences, more properties, the history of homes, and credentials.
    static let calendarAccess = SQLMigration(
        component: component,
        number: 2,
        statements: occurrences + properties + memberHistory + homeHistory + credentials
    )

    /// Objects from before this step count as not indexed: their `indexed_until` is the earliest time.
    private static let occurrences = [
        "ALTER TABLE calendar_object ADD COLUMN indexed_until BIGINT DEFAULT -1099511627776",
        """
        CREATE INDEX calendar_object_incomplete ON calendar_object (calendar, indexed_until, id)
        WHERE indexed_until IS NOT NULL
        """,
        "CREATE INDEX calendar_object_due ON calendar_object (indexed_until, id) WHERE indexed_until IS NOT NULL",
        "CREATE INDEX calendar_object_type ON calendar_object (calendar, component_type, name)",
        """
        CREATE TABLE calendar_occurrence (
            object TEXT NOT NULL REFERENCES calendar_object (id) ON DELETE CASCADE,
            starts BIGINT NOT NULL,
            ends BIGINT NOT NULL CHECK (ends > starts),
            previous BIGINT NOT NULL CHECK (previous <= starts),
            class BIGINT NOT NULL,
            calendar TEXT NOT NULL,
            component_type TEXT NOT NULL,
            PRIMARY KEY (object, starts)
        )
        """,
        """
        CREATE INDEX calendar_occurrence_range
        ON calendar_occurrence (calendar, component_type, class, starts, object, ends, previous)
        """,
    ]

    private static let properties =
        [
            "ALTER TABLE calendar ADD COLUMN display_name_language TEXT",
            "ALTER TABLE calendar ADD COLUMN description_language TEXT",
            "ALTER TABLE calendar ADD COLUMN time_zone TEXT",
            "ALTER TABLE calendar ADD COLUMN transparent BIGINT NOT NULL DEFAULT 0",
        ]
        + PropertyOwner.Kind.allCases.map { kind in
            """
            CREATE TABLE \(kind.table) (
                \(kind.column) TEXT NOT NULL REFERENCES \(kind.parent) ON DELETE CASCADE,
                namespace TEXT NOT NULL,
                name TEXT NOT NULL,
                xml TEXT NOT NULL,
                PRIMARY KEY (\(kind.column), namespace, name)
            )
            """
        }

    /// Changes of members get a place in the history of the home too: those from before this step follow each other
    /// after the home's collections.
    private static let memberHistory = [
        "ALTER TABLE calendar ADD COLUMN pruned_revision BIGINT NOT NULL DEFAULT 0",
        "DROP INDEX calendar_change_revision",
        "ALTER TABLE calendar_change RENAME TO calendar_change_step_1",
        """
        CREATE TABLE calendar_change (
            calendar TEXT NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            revision BIGINT NOT NULL,
            removed BIGINT NOT NULL,
            home TEXT NOT NULL,
            home_revision BIGINT NOT NULL,
            PRIMARY KEY (calendar, name)
        )
        """,
        """
        INSERT INTO calendar_change (calendar, name, revision, removed, home, home_revision)
        SELECT x.calendar, x.name, x.revision, x.removed, c.home,
            ROW_NUMBER() OVER (PARTITION BY c.home ORDER BY x.calendar, x.revision)
                + (SELECT COUNT(*) FROM calendar k WHERE k.home = c.home)
        FROM calendar_change_step_1 x JOIN calendar c ON c.id = x.calendar
        """,
        "DROP TABLE calendar_change_step_1",
        "CREATE INDEX calendar_change_revision ON calendar_change (calendar, revision)",
        "CREATE INDEX calendar_change_home ON calendar_change (home, home_revision)",
        "CREATE INDEX calendar_change_removed ON calendar_change (calendar, home_revision) WHERE removed = 1",
    ]

    private static let homeHistory = [
        """
        CREATE TABLE home_change (
            home TEXT NOT NULL REFERENCES principal (home) ON DELETE CASCADE,
            name TEXT NOT NULL,
            revision BIGINT NOT NULL,
            removed BIGINT NOT NULL,
            PRIMARY KEY (home, name)
        )
        """,
        """
        INSERT INTO home_change (home, name, revision, removed)
        SELECT home, name, ROW_NUMBER() OVER (PARTITION BY home ORDER BY name), 0 FROM calendar
        """,
        "CREATE INDEX home_change_revision ON home_change (home, revision)",
        "ALTER TABLE principal ADD COLUMN home_revision BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE principal ADD COLUMN home_pruned_revision BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE principal ADD COLUMN history_mark BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE principal ADD COLUMN history_marked BIGINT NOT NULL DEFAULT 0",
        "CREATE INDEX principal_history ON principal (history_marked, home)",
        """
        UPDATE principal SET home_revision =
            (SELECT COUNT(*) FROM home_change h WHERE h.home = principal.home)
            + (SELECT COUNT(*) FROM calendar_change x WHERE x.home = principal.home)
        """,
    ]

    private static let credentials = [
        """
        CREATE TABLE principal_credential (
            id TEXT PRIMARY KEY,
            principal TEXT NOT NULL REFERENCES principal (uid) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('app-password', 'token')),
            label TEXT NOT NULL CHECK (label <> ''),
            verifier TEXT NOT NULL,
            created BIGINT NOT NULL,
            expires BIGINT,
            last_used BIGINT,
            UNIQUE (principal, kind, label)
        )
        """
    ]
}
