import SQLDatabase

/// The tables of the attachment store (`Docs/formats/database.md`).
enum AttachmentSchema {
    /// The first step: all tables.
    static let tables = SQLMigration(
        component: "attachment",
        number: 1,
        statements: attachments + holdings + links + removal
    )

    /// The second step: whose recounts references were given up for, and how far they are forgotten.
    static let abandonment = SQLMigration(
        component: "attachment",
        number: 2,
        statements: [
            "ALTER TABLE abandoned_reference ADD COLUMN node TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX abandoned_reference_node ON abandoned_reference (node)",
            "CREATE INDEX abandoned_reference_abandoned ON abandoned_reference (abandoned)",
            """
            CREATE TABLE abandoned_horizon (
                singleton BIGINT PRIMARY KEY CHECK (singleton = 1),
                instant BIGINT NOT NULL
            )
            """,
            "INSERT INTO abandoned_horizon (singleton, instant) VALUES (1, 0)",
        ]
    )

    private static let attachments = [
        """
        CREATE TABLE attachment (
            id TEXT PRIMARY KEY,
            blob TEXT NOT NULL,
            size BIGINT NOT NULL CHECK (size >= 0),
            media_type TEXT NOT NULL,
            filename TEXT NOT NULL,
            creator TEXT NOT NULL,
            created BIGINT NOT NULL,
            withdrawn BIGINT,
            withdrawal_reason TEXT
        )
        """
    ]

    private static let holdings = [
        """
        CREATE TABLE attachment_holding (
            attachment TEXT NOT NULL REFERENCES attachment (id),
            domain TEXT NOT NULL,
            reference TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('live', 'removed', 'releasing', 'released')),
            removed BIGINT,
            PRIMARY KEY (attachment, domain),
            CHECK ((state = 'live') = (removed IS NULL))
        )
        """,
        "CREATE INDEX attachment_holding_domain ON attachment_holding (domain, state)",
        """
        CREATE TABLE attachment_usage (
            domain TEXT PRIMARY KEY,
            bytes BIGINT NOT NULL CHECK (bytes >= 0),
            holdings BIGINT NOT NULL CHECK (holdings >= 0),
            removed_bytes BIGINT NOT NULL CHECK (removed_bytes >= 0)
        )
        """,
    ]

    private static let links = [
        """
        CREATE TABLE attachment_link (
            object TEXT NOT NULL,
            attachment TEXT NOT NULL,
            domain TEXT NOT NULL,
            PRIMARY KEY (object, attachment),
            FOREIGN KEY (attachment, domain) REFERENCES attachment_holding (attachment, domain)
        )
        """,
        "CREATE INDEX attachment_link_holding ON attachment_link (attachment, domain)",
    ]

    private static let removal = [
        """
        CREATE TABLE attachment_outbox (
            reference TEXT PRIMARY KEY,
            attachment TEXT NOT NULL,
            domain TEXT NOT NULL,
            due BIGINT NOT NULL,
            started BIGINT NOT NULL,
            attempts BIGINT NOT NULL
        )
        """,
        "CREATE INDEX attachment_outbox_due ON attachment_outbox (due)",
        """
        CREATE TABLE abandoned_reference (
            reference TEXT PRIMARY KEY,
            abandoned BIGINT NOT NULL
        )
        """,
    ]
}
