import SQLDatabase

extension AttachmentSchema {
    /// The third step: what was unlinked and may come back, what scanners found, and uploads that a node takes.
    static let keeping = SQLMigration(
        component: "attachment",
        number: 3,
        statements: versions + removals + scans + grants
    )

    private static let versions = [
        "ALTER TABLE attachment ADD COLUMN replaces TEXT",
        "CREATE INDEX attachment_replaces ON attachment (replaces) WHERE replaces IS NOT NULL",
        "CREATE INDEX attachment_blob ON attachment (blob)",
    ]

    private static let removals = [
        """
        CREATE TABLE attachment_removal (
            attachment TEXT NOT NULL,
            domain TEXT NOT NULL,
            object TEXT NOT NULL,
            place TEXT NOT NULL,
            instances TEXT NOT NULL,
            removed BIGINT NOT NULL,
            PRIMARY KEY (attachment, domain, object),
            FOREIGN KEY (attachment, domain) REFERENCES attachment_holding (attachment, domain)
        )
        """,
        "CREATE INDEX attachment_removal_object ON attachment_removal (object, removed, attachment)",
        "CREATE INDEX attachment_removal_removed ON attachment_removal (attachment, domain, removed, object)",
    ]

    private static let scans = [
        """
        CREATE TABLE attachment_scan (
            blob TEXT PRIMARY KEY,
            state TEXT NOT NULL CHECK (state IN ('due', 'clean', 'infected', 'skipped')),
            finding TEXT,
            engine TEXT,
            checked BIGINT,
            due BIGINT,
            attempts BIGINT NOT NULL DEFAULT 0,
            CHECK ((state = 'due') = (due IS NOT NULL))
        )
        """,
        "CREATE INDEX attachment_scan_due ON attachment_scan (due) WHERE state = 'due'",
    ]

    private static let grants = [
        """
        CREATE TABLE upload_grant (
            reference TEXT PRIMARY KEY,
            domain TEXT NOT NULL,
            principal TEXT NOT NULL,
            size BIGINT NOT NULL CHECK (size >= 0),
            grant_octets BLOB NOT NULL,
            digest TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('granted', 'opened', 'completed', 'refused', 'given-up')),
            created BIGINT NOT NULL,
            expires BIGINT NOT NULL,
            opened BIGINT,
            ended BIGINT,
            answer TEXT
        )
        """,
        "CREATE INDEX upload_grant_state ON upload_grant (state, created)",
        "CREATE INDEX upload_grant_principal ON upload_grant (principal, state)",
    ]
}
