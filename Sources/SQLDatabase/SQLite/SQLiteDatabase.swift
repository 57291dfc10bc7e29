import FoundationEssentials
import GRDB
import Synchronization

/// A database in one SQLite file, in WAL mode, with every commit synced.
///
/// One connection writes and up to `maximumReaders` read beside it. Several processes may open the same file: a write
/// that finds another process writing waits up to the busy timeout.
package final class SQLiteDatabase: SQLDatabase {
    /// The number of connections that read at the same time.
    package static let maximumReaders = 8

    /// The longest wait for another connection's lock.
    package static let busyTimeout = Duration.seconds(10)

    private let pool: DatabasePool
    private let isClosed = Atomic(false)

    private init(pool: DatabasePool) {
        self.pool = pool
    }

    /// Opens the database at `path`, creating the file, readable by its owner only, when it does not exist.
    ///
    /// The directory must exist.
    ///
    /// - Throws: `SQLError.cannotOpen`, `.corrupt`, `.busy`.
    package static func open(path: String) async throws -> SQLiteDatabase {
        let database: SQLiteDatabase
        do {
            try createPrivateFile(at: path)
            database = SQLiteDatabase(pool: try DatabasePool(path: path, configuration: configuration))
        } catch {
            throw openingError(error, path: path)
        }
        try await database.synchroniseEveryCommit()
        return database
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Double(busyTimeout.components.seconds))
        configuration.maximumReaderCount = maximumReaders
        configuration.label = "metadata"
        return configuration
    }

    /// Makes an empty file that only its owner may read, unless a file is there.
    ///
    /// The database holds signing keys and password hashes. SQLite gives its `-wal` and `-shm` files the same permissions.
    private static func createPrivateFile(at path: String) throws {
        do {
            try Data().write(to: URL(filePath: path), options: .withoutOverwriting)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            return
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    private static func openingError(_ error: any Error, path: String) -> SQLError {
        if let error = error as? CocoaError { return .cannotOpen(path: path, message: remedy(for: error.code)) }
        return switch SQLError(error) {
        case .engine(_, let message, _):
            .cannotOpen(path: path, message: "\(message); check its permissions, or the setting")
        case .corrupt(let message):
            .corrupt(message: "\(path), \(message); restore it, or check the setting")
        case let other: other
        }
    }

    /// Returns why the file can not be created, and what to do.
    private static func remedy(for code: CocoaError.Code) -> String {
        switch code {
        case .fileNoSuchFile: "its directory does not exist; create the directory, or check the setting"
        case .fileWriteNoPermission: "its directory is not writable; change its permissions, or check the setting"
        case .fileWriteOutOfSpace: "the disk is full"
        default: "the file can not be created; check its directory, or the setting"
        }
    }

    /// Sets `synchronous = FULL` on the connection that writes.
    ///
    /// The pool sets NORMAL while it opens, after every hook that it offers; with NORMAL a power failure loses
    /// transactions that were answered.
    private func synchroniseEveryCommit() async throws {
        try await onWriter { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
    }

    /// Runs `body` on one of the connections that read, in a snapshot of its own.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { database in
                try SQLiteTransaction.run(on: database, body)
            }
        } catch {
            throw SQLError.translating(error)
        }
    }

    /// Runs `body` on the connection that writes, in an immediate transaction, and syncs the log at its end.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        guard !Task.isCancelled else { throw SQLError.cancelled }
        guard !isClosed.load(ordering: .acquiring) else { throw SQLError.closed }
        return try await onWriter { database in
            try SQLiteCommit.run(on: database, body)
        }
    }

    /// Waits for the transactions under way and closes all connections; closing twice does nothing more.
    ///
    /// - Throws: `SQLError`; the database is then still open.
    package func close() async throws {
        isClosed.store(true, ordering: .releasing)
        do {
            try pool.close()
        } catch {
            isClosed.store(false, ordering: .releasing)
            throw SQLError(error)
        }
    }

    /// Runs `body` on the connection that writes, outside a transaction and regardless of cancellation.
    private func onWriter<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { database in
                continuation.resume(with: Result { try body(database) }.mapError { SQLError.translating($0) })
            }
        }
    }
}
