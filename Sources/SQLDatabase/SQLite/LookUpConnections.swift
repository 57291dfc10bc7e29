import FoundationEssentials
import GRDB
import Synchronization

/// Connections that only read, for questions that are answered on the thread that asks them.
///
/// Each is opened when it is needed for the first time. There are as many as processors, since more threads do not ask
/// at a time.
final class LookUpConnections: Sendable {
    private struct State {
        var idle: [DatabaseQueue] = []
        var opened: [DatabaseQueue] = []
        var isClosed = false
    }

    private let path: String
    private let configuration: Configuration

    /// The most questions that are answered at a time.
    let maximumCount: Int

    private let state = Mutex(State())

    /// Makes the connections to a database in WAL mode, of which one connection is open all the time.
    init(path: String, configuration: Configuration) {
        var configuration = configuration
        configuration.readonly = true
        self.path = path
        self.configuration = configuration
        maximumCount = ProcessInfo.processInfo.activeProcessorCount
    }

    /// Runs `body` in a read transaction on a connection that nobody uses.
    ///
    /// - Returns: What `body` returns, or nil when all connections are in use.
    /// - Throws: `DatabaseError`, `SQLError.closed`, or whatever `body` throws.
    func run<Value>(_ body: (any SQLTransaction) throws -> Value) throws -> Value? {
        guard let connection = try take() else { return nil }
        defer { state.withLock { $0.idle.append(connection) } }
        return try connection.unsafeRead { database in
            try database.withSnapshot { try SQLiteTransaction.run(on: database, body) }
        }
    }

    /// Returns the connection that was used last, whose pages are most likely in its cache.
    private func take() throws -> DatabaseQueue? {
        try state.withLock { state in
            guard !state.isClosed else { throw SQLError.closed }
            if let connection = state.idle.popLast() { return connection }
            guard state.opened.count < maximumCount else { return nil }
            let connection = try DatabaseQueue(path: path, configuration: configuration)
            state.opened.append(connection)
            return connection
        }
    }

    /// Waits for the questions under way and closes all connections; closing twice does nothing more.
    ///
    /// - Throws: `DatabaseError`.
    func close() throws {
        let opened = state.withLock { state in
            state.isClosed = true
            return state.opened
        }
        for connection in opened { try connection.close() }
    }

    /// Takes questions again.
    func reopen() {
        state.withLock { $0 = State() }
    }
}

extension Database {
    /// Runs `body` in a read transaction, by statements that stay prepared.
    fileprivate func withSnapshot<Value>(_ body: () throws -> Value) throws -> Value {
        try cachedStatement(sql: "BEGIN DEFERRED TRANSACTION").execute()
        defer {
            // Nothing was written, so that it ends all the same however it is ended.
            if isInsideTransaction { try? cachedStatement(sql: "ROLLBACK TRANSACTION").execute() }
        }
        return try body()
    }
}
