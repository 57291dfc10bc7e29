import AttachmentStore
import CalendarStore
import DeploymentStore
package import SQLDatabase

/// A database engine that the suites of the SQL stores run on.
///
/// A suite takes `DatabaseEngine.all` as the arguments of its tests, so that another engine runs them all.
package struct DatabaseEngine: Sendable, CustomStringConvertible {
    /// The engine's name, as it appears in the names of test cases.
    package let description: String

    private let open: @Sendable (TemporaryDirectory) async throws -> any SQLDatabase

    /// All engines.
    package static let all = [sqlite]

    /// SQLite in a file of a temporary directory.
    package static let sqlite = DatabaseEngine(description: "SQLite") { directory in
        try await SQLiteDatabase.open(path: directory.path + "/metadata.sqlite")
    }

    /// Hands an empty database with the schema of all stores to `body`, and removes it afterwards.
    ///
    /// - Throws: Whatever opening, migrating, or `body` throws.
    package func withDatabase(_ body: (any SQLDatabase) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let database = try await open(directory)
        do {
            try await database.migrate(Self.migrations)
            try await body(database)
        } catch {
            try? await database.close()
            throw error
        }
        try await database.close()
    }

    /// The steps of the schema of all stores.
    package static var migrations: [SQLMigration] {
        CalendarStore.migrations + AttachmentStore.migrations + DeploymentStore.migrations
    }
}
