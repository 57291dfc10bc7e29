import GRDB
import Synchronization

/// The writes that wait for the connection that writes, in the order of their calls.
///
/// Whoever brings a write while nobody works at the queue has to have it worked off. So a write that comes alone begins
/// at once, and those that come while a transaction is open, or is being synced, share the next one.
final class WriteQueue: Sendable {
    private struct State {
        var waiting: [WaitingWrite] = []
        var isWorkedOff = false

        mutating func takeFirst() -> WaitingWrite? {
            waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    private let bounds: WriteGroupBounds
    private let state = Mutex(State())
    private let commits = Atomic(0)

    /// Creates an empty queue.
    init(bounds: WriteGroupBounds) {
        self.bounds = bounds
    }

    /// The number of transactions that were committed.
    var commitCount: Int { commits.load(ordering: .relaxed) }

    /// The number of writes that wait for their turn.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Adds a write at the end.
    ///
    /// - Returns: Whether the caller has to see to it that ``workOff(on:)`` is called.
    func append(_ write: WaitingWrite) -> Bool {
        state.withLock { state in
            state.waiting.append(write)
            defer { state.isWorkedOff = true }
            return !state.isWorkedOff
        }
    }

    /// Runs and answers writes until none waits any more.
    func workOff(on database: Database) {
        while let first = nextOrRest() {
            for write in run(first, upTo: bounds.maximumWrites, on: database) {
                _ = run(write, upTo: 1, on: database)
            }
        }
    }

    /// Runs a group of at most `limit` writes.
    ///
    /// - Returns: Those that have to be run again, each alone.
    private func run(_ first: WaitingWrite, upTo limit: Int, on database: Database) -> [WaitingWrite] {
        let deadline = ContinuousClock.now + bounds.maximumDuration
        var count = 1
        return WriteGroup.run(
            first,
            then: {
                count += 1
                return count <= limit && ContinuousClock.now < deadline ? next() : nil
            },
            on: database,
            committed: { commits.add(1, ordering: .relaxed) }
        )
    }

    private func next() -> WaitingWrite? {
        state.withLock { $0.takeFirst() }
    }

    private func nextOrRest() -> WaitingWrite? {
        state.withLock { state in
            let write = state.takeFirst()
            state.isWorkedOff = write != nil
            return write
        }
    }
}
