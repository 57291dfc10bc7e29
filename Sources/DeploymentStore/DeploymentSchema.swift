import SQLDatabase

/// The tables of the deployment store (`Docs/formats/database.md`).
enum DeploymentSchema {
    /// The first step: all tables.
    static let tables = SQLMigration(component: "deployment", number: 1, statements: identity + keys + nodes)

    /// The second step: the end of a suspension of recounts.
    static let recounts = SQLMigration(
        component: "deployment",
        number: 2,
        statements: ["ALTER TABLE deployment ADD COLUMN recounts_suspended_until BIGINT"]
    )

    private static let identity = [
        """
        CREATE TABLE deployment (
            singleton BIGINT PRIMARY KEY CHECK (singleton = 1),
            id TEXT NOT NULL,
            chunking_secret BLOB NOT NULL,
            created BIGINT NOT NULL
        )
        """
    ]

    private static let keys = [
        """
        CREATE TABLE signing_key (
            id TEXT PRIMARY KEY,
            position BIGINT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'retired', 'gone')),
            secret BLOB,
            created BIGINT NOT NULL,
            changed BIGINT NOT NULL,
            CHECK ((state = 'gone') = (secret IS NULL))
        )
        """,
        "CREATE UNIQUE INDEX signing_key_active ON signing_key (state) WHERE state = 'active'",
    ]

    private static let nodes = [
        """
        CREATE TABLE node (
            id TEXT PRIMARY KEY,
            internal_url TEXT NOT NULL,
            public_url TEXT NOT NULL,
            secret_digest TEXT NOT NULL,
            previous_secret_digest TEXT,
            created BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE shard_map (
            singleton BIGINT PRIMARY KEY CHECK (singleton = 1),
            epoch BIGINT NOT NULL,
            document TEXT NOT NULL
        )
        """,
    ]
}
