import SQLDatabase

extension AttachmentSchema {
    /// The fourth step: each table is one tree in the order of its key, and has no index that no statement asks.
    ///
    /// The tables of before are renamed, which takes the foreign keys along, copied with the parents first, and dropped
    /// with the children first: to drop a table that rows still refer to is to delete these rows.
    static let clustering = SQLMigration(
        component: "attachment",
        number: 4,
        statements: formerIndexes.map { "DROP INDEX \($0)" }
            + formerTables.map { "ALTER TABLE \($0) RENAME TO former_\($0)" }
            + clusteredAttachments + clusteredHoldings + clusteredLinks + clusteredRemovals + clusteredOutbox
            + clusteredScans + clusteredAbandonment + copies
            + formerTables.map { "DROP TABLE former_\($0)" }
    )

    private static let formerIndexes = [
        "attachment_replaces", "attachment_blob", "attachment_holding_domain", "attachment_link_holding",
        "attachment_removal_object", "attachment_removal_removed", "attachment_outbox_due", "attachment_scan_due",
        "abandoned_reference_node", "abandoned_reference_abandoned",
    ]

    /// Children before their parents.
    private static let formerTables = [
        "attachment_link", "attachment_removal", "attachment_holding", "attachment", "attachment_usage",
        "attachment_outbox", "attachment_scan", "abandoned_reference", "abandoned_horizon",
    ]

    private static let clusteredAttachments = [
        """
        CREATE TABLE attachment (
            id TEXT NOT NULL PRIMARY KEY,
            home TEXT NOT NULL,
            blob TEXT NOT NULL,
            size BIGINT NOT NULL CHECK (size >= 0),
            media_type TEXT NOT NULL,
            filename TEXT NOT NULL,
            creator TEXT NOT NULL,
            created BIGINT NOT NULL,
            replaces TEXT,
            withdrawn BIGINT,
            withdrawal_reason TEXT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX attachment_blob ON attachment (blob)",
        "CREATE INDEX attachment_replaces ON attachment (replaces) WHERE replaces IS NOT NULL",
    ]

    private static let clusteredHoldings = [
        """
        CREATE TABLE attachment_holding (
            domain TEXT NOT NULL,
            attachment TEXT NOT NULL REFERENCES attachment (id),
            reference TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('live', 'removed', 'releasing', 'released')),
            removed BIGINT,
            PRIMARY KEY (domain, attachment),
            CHECK ((state = 'live') = (removed IS NULL))
        ) WITHOUT ROWID
        """,
        "CREATE INDEX attachment_holding_copy ON attachment_holding (attachment) WHERE reference <> attachment",
        """
        CREATE UNIQUE INDEX attachment_holding_reference ON attachment_holding (reference)
        WHERE reference <> attachment
        """,
        """
        CREATE TABLE attachment_usage (
            domain TEXT NOT NULL PRIMARY KEY,
            bytes BIGINT NOT NULL CHECK (bytes >= 0),
            holdings BIGINT NOT NULL CHECK (holdings >= 0),
            removed_bytes BIGINT NOT NULL CHECK (removed_bytes >= 0)
        ) WITHOUT ROWID
        """,
    ]

    private static let clusteredLinks = [
        """
        CREATE TABLE attachment_link (
            object TEXT NOT NULL,
            attachment TEXT NOT NULL,
            domain TEXT NOT NULL,
            PRIMARY KEY (object, attachment),
            FOREIGN KEY (domain, attachment) REFERENCES attachment_holding (domain, attachment)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX attachment_link_holding ON attachment_link (attachment, domain)",
    ]

    private static let clusteredRemovals = [
        """
        CREATE TABLE attachment_removal (
            attachment TEXT NOT NULL,
            domain TEXT NOT NULL,
            object TEXT NOT NULL,
            place TEXT NOT NULL,
            instances TEXT NOT NULL,
            removed BIGINT NOT NULL,
            PRIMARY KEY (attachment, domain, object),
            FOREIGN KEY (domain, attachment) REFERENCES attachment_holding (domain, attachment)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX attachment_removal_object ON attachment_removal (object, removed, attachment)",
        "CREATE INDEX attachment_removal_removed ON attachment_removal (attachment, domain, removed, object)",
    ]

    private static let clusteredOutbox = [
        """
        CREATE TABLE attachment_outbox (
            reference TEXT NOT NULL PRIMARY KEY,
            attachment TEXT NOT NULL,
            domain TEXT NOT NULL,
            due BIGINT NOT NULL,
            started BIGINT NOT NULL,
            attempts BIGINT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX attachment_outbox_due ON attachment_outbox (due)",
        "CREATE INDEX attachment_outbox_domain ON attachment_outbox (domain)",
    ]

    private static let clusteredScans = [
        """
        CREATE TABLE attachment_scan (
            blob TEXT NOT NULL PRIMARY KEY,
            state TEXT NOT NULL CHECK (state IN ('due', 'clean', 'infected', 'skipped')),
            finding TEXT,
            engine TEXT,
            checked BIGINT,
            due BIGINT,
            attempts BIGINT NOT NULL DEFAULT 0,
            CHECK ((state = 'due') = (due IS NOT NULL))
        ) WITHOUT ROWID
        """,
        "CREATE INDEX attachment_scan_due ON attachment_scan (due) WHERE state = 'due'",
    ]

    private static let clusteredAbandonment = [
        """
        CREATE TABLE abandoned_reference (
            reference TEXT NOT NULL PRIMARY KEY,
            abandoned BIGINT NOT NULL,
            node TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX abandoned_reference_node ON abandoned_reference (node)",
        "CREATE INDEX abandoned_reference_abandoned ON abandoned_reference (abandoned)",
        """
        CREATE TABLE abandoned_horizon (
            singleton BIGINT NOT NULL PRIMARY KEY CHECK (singleton = 1),
            instant BIGINT NOT NULL
        ) WITHOUT ROWID
        """,
    ]
}
