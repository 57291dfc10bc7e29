import FoundationEssentials
package import SQLDatabase
import SystemPackage

/// The copy of a database that a backup will have once it is committed.
package struct DatabaseCopy: Sendable {
    /// What the database says.
    package let facts: DatabaseFacts

    private let path: FilePath
    private let directory: BackupDirectory
    private let created: Date

    /// Reads the facts of a copy.
    init(at path: FilePath, in directory: BackupDirectory, created: Date) async throws {
        self.path = path
        self.directory = directory
        self.created = created
        facts = try await Self.with(path) { try await DatabaseFacts($0) }
    }

    /// Opens the copy for the time of a body.
    ///
    /// - Throws: `SQLError`, and whatever the body throws.
    package func withDatabase<Value>(_ body: (any SQLDatabase) async throws -> Value) async throws -> Value {
        try await Self.with(path, body)
    }

    /// Makes the copy the one that is restored from now on, and removes the one before.
    ///
    /// - Returns: What the backup says of itself.
    /// - Throws: `SQLError`, `FileError`.
    @discardableResult
    package func commit() throws -> BackupRecord {
        try OnlineBackup.settle(path.string)
        let record = BackupRecord(
            created: created,
            facts: facts,
            database: path.lastComponent?.string ?? "",
            content: try FileCopy(fileSystem: directory.fileSystem).describe(path)
        )
        try directory.commit(record)
        return record
    }

    private static func with<Value>(
        _ path: FilePath,
        _ body: (any SQLDatabase) async throws -> Value
    ) async throws -> Value {
        let database = try await SQLiteDatabase.open(path: path.string)
        do {
            // An older front's tables may lack what is read.
            try await database.migrate(DatabaseFacts.migrations)
            let value = try await body(database)
            try await database.close()
            return value
        } catch {
            try? await database.close()
            throw error
        }
    }
}
