import FoundationEssentials
import GRDB
import Synchronization

/// A database in one SQLite file, in WAL mode, with every commit synced.
///
/// One connection writes and up to `maximumReaders` read beside it, and a few more answer what is looked up by key
/// ([decision 0023](../../../Docs/decisions/0023-look-ups-without-a-hop.md)). Several processes may open the same file: a write
/// that finds another process writing waits up to the busy timeout.
package final class SQLiteDatabase: SQLDatabase {
    /// The number of connections that read at the same time.
    package static let maximumReaders = 8

    /// The longest wait for another connection's lock.
    package static let busyTimeout = Duration.seconds(10)

    /// The connections.
    let pool: DatabasePool
    private let lookUps: LookUpConnections
    private let writes: WriteQueue
    private let isClosed = Atomic(false)

    private init(pool: DatabasePool, lookUps: LookUpConnections, groups: WriteGroupBounds) {
        self.pool = pool
        self.lookUps = lookUps
        writes = WriteQueue(bounds: groups)
    }

    /// Opens the database at `path`, creating the file, readable by its owner only, when it does not exist.
    ///
    /// The directory must exist.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - groups: How many writes share a transaction and its sync.
    /// - Returns: The database, open.
    /// - Throws: `SQLError.cannotOpen`, `.corrupt`, `.busy`.
    package static func open(path: String, groups: WriteGroupBounds = .standard) async throws -> SQLiteDatabase {
        do {
            try createPrivateFile(at: path)
            let pool = try DatabasePool(path: path, configuration: configuration)
            try await configureWriter(of: pool)
            let lookUps = LookUpConnections(path: path, configuration: configuration)
            return SQLiteDatabase(pool: pool, lookUps: lookUps, groups: groups)
        } catch {
            throw openingError(error, path: path)
        }
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

    /// Sets up the connection that writes.
    ///
    /// The pool sets `synchronous = NORMAL` while it opens, after every hook that it offers; with NORMAL a power failure
    /// loses transactions that were answered. The log grows to 16 MiB before its pages go into the database, so that
    /// those which change all the time go there seldom; and as much is cached, so that a large transaction need not
    /// write pages before its end. After a large one the log is cut when it begins anew. What a savepoint would have to put back is kept in memory rather than in a file.
    private static func configureWriter(of pool: DatabasePool) async throws {
        try await pool.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 4096;
                    PRAGMA journal_size_limit = \(logSizeLimit);
                    PRAGMA cache_size = -16384;
                    PRAGMA temp_store = MEMORY
                    """
            )
        }
    }

    /// Runs `body` on one of the connections that read, in a snapshot of its own.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        let ticket = ReadTicket()
        do {
            return try await withTaskCancellationHandler {
                try await pool.unsafeRead { database in
                    try database.withSnapshot { try SQLiteTransaction.run(on: database, under: ticket, body) }
                }
            } onCancel: {
                ticket.cancel()
            }
        } catch {
            throw SQLError.translating(error)
        }
    }

    /// Runs `body` on the thread of the caller, or as `read` does when as many threads as there are processors do so, and
    /// when another process holds the database alone.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    package func lookUp<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        do {
            if let value = try lookUps.run(body) { return value }
        } catch {
            let translated = SQLError.translating(error)
            guard case SQLError.busy? = translated as? SQLError else { throw translated }
        }
        return try await read(body)
    }

    /// Runs `body` on the connection that writes, in an immediate transaction, and syncs the log at its end.
    ///
    /// Writes that wait at the same time share a transaction and its sync ([decision 0019](../../../Docs/decisions/0019-group-commit.md)).
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        guard !isClosed.load(ordering: .acquiring) else { throw SQLError.closed }
        let ticket = WriteTicket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(WaitingWrite(ticket, continuation, body))
            }
        } onCancel: {
            ticket.cancel()
        }
    }

    /// The number of transactions that were committed since the database was opened.
    ///
    /// Compared with the number of writes it tells how many of them share a sync.
    package var commitCount: Int { writes.commitCount }

    /// The number of writes that wait for the connection.
    var waitingWriteCount: Int { writes.waitingCount }

    private func enqueue(_ write: WaitingWrite) {
        guard writes.append(write) else { return }
        pool.asyncWriteWithoutTransaction { [writes] database in writes.workOff(on: database) }
    }

    /// Waits for the transactions under way and closes all connections; closing twice does nothing more.
    ///
    /// - Throws: `SQLError`; the database is then still open.
    package func close() async throws {
        isClosed.store(true, ordering: .releasing)
        do {
            try lookUps.close()
            try pool.close()
        } catch {
            lookUps.reopen()
            isClosed.store(false, ordering: .releasing)
            throw SQLError(error)
        }
    }
}
