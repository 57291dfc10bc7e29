import SQLDatabase
import Synchronization

/// What happens before each of the writes of a request, one after the other.
final class Turns: Sendable {
    /// Something that happens before a write, or in its place where it throws.
    typealias Turn = @Sendable () async throws -> Void

    private struct State {
        var waiting: [Turn] = []
        var isTaken = false
    }

    private let state = Mutex(State())

    /// Plans what happens before the next writes; those that come after them are left alone.
    func plan(_ turns: [Turn]) {
        state.withLock { $0.waiting = turns }
    }

    /// The number of turns that have not come.
    var left: Int { state.withLock { $0.waiting.count } }

    /// Takes the next turn; what it writes itself takes none.
    func take() async throws {
        let turn: Turn? = state.withLock { state in
            guard !state.isTaken, !state.waiting.isEmpty else { return nil }
            state.isTaken = true
            return state.waiting.removeFirst()
        }
        guard let turn else { return }
        defer { state.withLock { $0.isTaken = false } }
        try await turn()
    }
}

/// A database in which something happens between the writes of a request.
struct TurnTakingDatabase: DatabaseLayer {
    /// The database.
    let base: any SQLDatabase

    /// What happens.
    let turns: Turns

    /// Writes after the next turn was taken.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await turns.take()
        return try await base.write(body)
    }
}
