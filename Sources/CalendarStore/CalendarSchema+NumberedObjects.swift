import SQLDatabase

extension CalendarSchema {
    /// The fifth step: objects under numbers, which what belongs to them refers to, and one history for a home and its
    /// calendars ([decision 0028](../../Docs/decisions/0028-numbered-objects.md)).
    ///
    /// A table whose rows others refer to is renamed, copied, and dropped after its children: to drop it before would
    /// remove them. The columns that refer to numbers have a name of their own: a program of before, which runs on, fails
    /// rather than that it finds nothing.
    static let numberedObjects = SQLMigration(
        component: component,
        number: 5,
        statements: [retirement, replacements, objectRows, belongings, retirementOfObjects, calendarHistories, indexes]
            .flatMap(\.self)
    )

    private static let retiredTables = [
        "calendar_object", "calendar_object_data", "calendar_occurrence", "object_property", "calendar_change",
    ]

    private static let retirement = retiredTables.map { "ALTER TABLE \($0) RENAME TO \($0)_step_4" }

    /// What belonged to the rows has gone before.
    private static let retirementOfObjects = ["DROP TABLE calendar_object_step_4"]

    private static let replacements = [
        """
        CREATE TABLE calendar_object (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            calendar TEXT NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            uid TEXT NOT NULL,
            etag TEXT NOT NULL,
            component_type TEXT NOT NULL,
            size BIGINT NOT NULL,
            created BIGINT NOT NULL,
            modified BIGINT NOT NULL,
            property_bytes BIGINT NOT NULL DEFAULT 0,
            indexed_until BIGINT,
            revision BIGINT NOT NULL,
            UNIQUE (calendar, name)
        )
        """,
        """
        CREATE TABLE calendar_object_data (
            number INTEGER PRIMARY KEY REFERENCES calendar_object (number) ON DELETE CASCADE,
            data BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE calendar_occurrence (
            number BIGINT NOT NULL REFERENCES calendar_object (number) ON DELETE CASCADE,
            starts BIGINT NOT NULL,
            ends BIGINT NOT NULL CHECK (ends > starts),
            previous BIGINT NOT NULL CHECK (previous <= starts),
            class BIGINT NOT NULL,
            calendar TEXT NOT NULL,
            component_type TEXT NOT NULL,
            PRIMARY KEY (number, starts)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE object_property (
            object TEXT NOT NULL REFERENCES calendar_object (id) ON DELETE CASCADE,
            namespace TEXT NOT NULL,
            name TEXT NOT NULL,
            xml TEXT NOT NULL,
            PRIMARY KEY (object, namespace, name)
        )
        """,
        """
        CREATE TABLE member_removal (
            calendar TEXT NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            revision BIGINT NOT NULL,
            PRIMARY KEY (calendar, name)
        ) WITHOUT ROWID
        """,
    ]

    /// The revision of an object is that of the home at its last change; each has a row that tells it.
    private static let objectRows = [
        """
        INSERT INTO calendar_object (id, calendar, name, uid, etag, component_type, size, created, modified,
            property_bytes, indexed_until, revision)
        SELECT o.id, o.calendar, o.name, o.uid, o.etag, o.component_type, o.size, o.created, o.modified,
            o.property_bytes, o.indexed_until, COALESCE(x.home_revision, 1)
        FROM calendar_object_step_4 o
        LEFT JOIN calendar_change_step_4 x ON x.calendar = o.calendar AND x.name = o.name
        """
    ]

    /// What is copied after the objects, each table dropped at once so that the next one takes its room; the largest is the
    /// last.
    private static let belongings = [
        """
        INSERT INTO member_removal (calendar, name, revision)
        SELECT calendar, name, home_revision FROM calendar_change_step_4 WHERE removed = 1
        """,
        "DROP TABLE calendar_change_step_4",
        """
        INSERT INTO object_property (object, namespace, name, xml)
        SELECT object, namespace, name, xml FROM object_property_step_4
        """,
        "DROP TABLE object_property_step_4",
        """
        INSERT INTO calendar_occurrence (number, starts, ends, previous, class, calendar, component_type)
        SELECT o.number, x.starts, x.ends, x.previous, x.class, x.calendar, x.component_type
        FROM calendar_occurrence_step_4 x JOIN calendar_object o ON o.id = x.object
        """,
        "DROP TABLE calendar_occurrence_step_4",
        """
        INSERT INTO calendar_object_data (number, data)
        SELECT o.number, x.data FROM calendar_object_data_step_4 x JOIN calendar_object o ON o.id = x.object
        """,
        "DROP TABLE calendar_object_data_step_4",
    ]

    /// Calendars counted their changes by themselves: their tokens from before this step become invalid.
    ///
    /// Those of homes stay. The sum is beyond all revisions that either has given.
    private static let calendarHistories = [
        """
        UPDATE principal SET home_revision = home_revision + 1
            + COALESCE((SELECT MAX(c.revision) FROM calendar c WHERE c.home = principal.home), 0)
        """,
        """
        UPDATE calendar SET
            revision = (SELECT p.home_revision FROM principal p WHERE p.home = calendar.home),
            pruned_revision = (SELECT p.home_revision FROM principal p WHERE p.home = calendar.home)
        """,
    ]

    private static let indexes = [
        "CREATE INDEX member_removal_revision ON member_removal (calendar, revision)",
        "CREATE INDEX calendar_object_uid ON calendar_object (calendar, uid)",
        "CREATE INDEX calendar_object_revision ON calendar_object (calendar, revision)",
        """
        CREATE INDEX calendar_object_type ON calendar_object (calendar, component_type, name)
        WHERE component_type <> 'VEVENT'
        """,
        """
        CREATE INDEX calendar_object_incomplete ON calendar_object (calendar, indexed_until, id)
        WHERE indexed_until IS NOT NULL
        """,
        "CREATE INDEX calendar_object_due ON calendar_object (indexed_until, number) WHERE indexed_until IS NOT NULL",
        """
        CREATE INDEX calendar_occurrence_range
        ON calendar_occurrence (calendar, component_type, class, starts, number, ends, previous)
        """,
    ]
}
