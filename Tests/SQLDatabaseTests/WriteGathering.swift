@testable import SQLDatabase

/// What a body throws on its own account.
struct Refusal: Error, Equatable {}

/// The body of a write without a value.
typealias WriteBody = @Sendable (any SQLTransaction) throws -> Void

extension Result {
    /// The error of a failure.
    var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}

extension SQLTransaction {
    /// Inserts the item of a number.
    func insertItem(_ id: Int64) throws {
        try execute("INSERT INTO item (id, text) VALUES (?, ?)", [.integer(id), .text("item \(id)")])
    }
}

extension SQLiteDatabase {
    /// Runs writes that all wait, in their order, before the first of them begins.
    ///
    /// - Returns: Their outcomes in the same order.
    func outcomes(of bodies: [WriteBody]) async -> [Result<Void, any Error>] {
        let hold = await holdConnection()
        var tasks: [Task<Void, any Error>] = []
        for body in bodies {
            tasks.append(Task { try await write(body) })
            await waitForWaiting(tasks.count)
        }
        hold.open()
        var outcomes: [Result<Void, any Error>] = []
        for task in tasks { outcomes.append(await task.result) }
        return outcomes
    }

    /// Keeps the connection that writes busy, with a transaction that is rolled back when the gate opens.
    func holdConnection() async -> Gate {
        let hasBegun = Gate()
        let hold = Gate()
        Task {
            try await write { _ in
                hasBegun.open()
                hold.waitOnThread()
                throw Refusal()
            }
        }
        await hasBegun.wait()
        return hold
    }

    /// Waits until that many writes are in the queue.
    func waitForWaiting(_ count: Int) async {
        while waitingWriteCount < count { await Task.yield() }
    }
}
