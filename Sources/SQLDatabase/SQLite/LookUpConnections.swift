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
        // How often all connections were given up.
        var generation = 0
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
        // The thread that asks may be that of an event loop: a database that another process holds alone is waited for elsewhere.
        configuration.busyMode = .immediateError
        self.path = path
        self.configuration = configuration
        maximumCount = ProcessInfo.processInfo.activeProcessorCount
    }

    /// Runs `body` in a read transaction on a connection that nobody uses.
    ///
    /// - Returns: What `body` returns, or nil when all connections are in use.
    /// - Throws: `DatabaseError`, at once when somebody holds the database alone, `SQLError.closed`, or whatever `body` throws.
    func run<Value>(_ body: (any SQLTransaction) throws -> Value) throws -> Value? {
        guard let (connection, generation) = try take() else { return nil }
        defer { giveBack(connection, of: generation) }
        return try connection.unsafeRead { database in
            try database.withSnapshot { try SQLiteTransaction.run(on: database, body) }
        }
    }

    /// Returns the connection that was used last, whose pages are most likely in its cache.
    private func take() throws -> (DatabaseQueue, Int)? {
        try state.withLock { state in
            guard !state.isClosed else { throw SQLError.closed }
            if let connection = state.idle.popLast() { return (connection, state.generation) }
            guard state.opened.count < maximumCount else { return nil }
            let connection = try DatabaseQueue(path: path, configuration: configuration)
            state.opened.append(connection)
            return (connection, state.generation)
        }
    }

    /// Lets others use a connection, unless it was given up meanwhile.
    private func giveBack(_ connection: DatabaseQueue, of generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            state.idle.append(connection)
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

    /// Takes questions again, on new connections.
    func reopen() {
        state.withLock { $0 = State(generation: $0.generation + 1) }
    }
}
