import FoundationEssentials
import SQLDatabase

/// An SQLite database in a temporary directory of its own.
struct ScratchDatabase {
    /// The directory, which is removed after the test.
    let directory: URL

    /// The database, open.
    let database: SQLiteDatabase

    /// The path of the database's file.
    var path: String { Self.path(in: directory) }

    /// Hands a database with the tables of `items` to `body` and removes it afterwards.
    static func with(
        groups: WriteGroupBounds = WriteGroupBounds(maximumWrites: 64, maximumDuration: .seconds(60)),
        _ body: (ScratchDatabase) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "attache-sql-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let database = try await SQLiteDatabase.open(path: path(in: directory), groups: groups)
        do {
            try await database.migrate([items])
            try await body(ScratchDatabase(directory: directory, database: database))
        } catch {
            try? await database.close()
            throw error
        }
        try await database.close()
    }

    /// Three tables with one constraint of each kind.
    static let items = SQLMigration(
        component: "items",
        number: 1,
        statements: [
            "CREATE TABLE item (id BIGINT PRIMARY KEY, text TEXT NOT NULL CHECK (text <> ''), data BLOB)",
            "CREATE TABLE part (item BIGINT NOT NULL REFERENCES item (id) ON DELETE CASCADE, name TEXT UNIQUE)",
            """
            CREATE TABLE note (item BIGINT REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)
            """,
        ]
    )

    private static func path(in directory: URL) -> String {
        directory.appending(path: "metadata.sqlite").path
    }
}

extension SQLDatabase {
    /// Inserts items with those numbers.
    func insertItems(_ ids: Int64...) async throws {
        try await write { txn in
            for id in ids {
                try txn.execute("INSERT INTO item (id, text) VALUES (?, ?)", [.integer(id), .text("item \(id)")])
            }
        }
    }

    /// The numbers of all items in order.
    func itemNumbers() async throws -> [Int64] {
        try await read { txn in
            try txn.query("SELECT id FROM item ORDER BY id").map { row in try row.integer("id") }
        }
    }
}
