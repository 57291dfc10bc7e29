import SQLDatabase
import Synchronization

/// The place at which a request is cancelled, as when its client goes away.
final class Interruption: Sendable {
    /// What a request is doing.
    enum Step: Hashable, Sendable {
        /// A transaction that reads is about to begin.
        case readBegins
        /// A transaction that reads has ended.
        case readEnded
        /// A transaction that writes is about to begin.
        case writeBegins
        /// A transaction that writes is under way.
        case writing
        /// A transaction that writes is durable.
        case written
        /// Some of the body has come.
        case body
    }

    private struct State {
        var steps: [Step] = []
        var place = 0
        var cancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Has the next request cancelled at its n-th step, counted from 1.
    func arm(at place: Int, _ cancel: @escaping @Sendable () -> Void) {
        state.withLock { $0 = State(place: place, cancel: cancel) }
    }

    /// Cancels nothing any more, and returns the steps that were passed since it was armed.
    func disarm() -> [Step] {
        state.withLock { state in
            defer { state = State() }
            return state.steps
        }
    }

    /// Notes a step, at which the request may be cancelled.
    func pass(_ step: Step) {
        let cancel: (@Sendable () -> Void)? = state.withLock { state in
            guard state.cancel != nil else { return nil }
            state.steps.append(step)
            return state.steps.count == state.place ? state.cancel : nil
        }
        cancel?()
    }
}

/// A database whose transactions are steps at which a request may be cancelled.
struct InterruptingDatabase: SQLDatabase {
    /// The database.
    let base: any SQLDatabase

    /// Where the request is cancelled.
    let interruption: Interruption

    /// Whether transactions that read see nothing of the cancellation, so that only the request itself can.
    var shieldsReads = false

    /// Reads, in two steps.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        interruption.pass(.readBegins)
        let base = base
        let value = try await shieldsReads ? Task { try await base.read(body) }.value : base.read(body)
        interruption.pass(.readEnded)
        return value
    }

    /// Writes, in three steps.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        interruption.pass(.writeBegins)
        let interruption = interruption
        let value = try await base.write { txn in
            interruption.pass(.writing)
            return try body(txn)
        }
        interruption.pass(.written)
        return value
    }

    /// Closes the database.
    func close() async throws { try await base.close() }
}
