@testable import SQLDatabase
import Synchronization
import Testing

struct WriteGroupTests {
    private static func insertions(_ ids: ClosedRange<Int64>) -> [WriteBody] {
        ids.map { id in { txn in try txn.insertItem(id) } }
    }

    @Test func `writes that wait at the same time share one transaction`() async throws {
        try await ScratchDatabase.with { scratch in
            let before = scratch.database.commitCount
            let outcomes = await scratch.database.outcomes(of: Self.insertions(1...10))
            #expect(outcomes.allSatisfy { $0.error == nil })
            #expect(scratch.database.commitCount - before == 1)
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == Array(1...10))
        }
    }

    @Test func `writes that follow each other have a transaction each`() async throws {
        try await ScratchDatabase.with { scratch in
            let before = scratch.database.commitCount
            for id in 1...5 { try await scratch.database.insertItems(Int64(id)) }
            #expect(scratch.database.commitCount - before == 5)
        }
    }

    @Test(arguments: [
        (WriteGroupBounds(maximumWrites: 4, maximumDuration: .seconds(60)), 3),
        (WriteGroupBounds(maximumWrites: 64, maximumDuration: .zero), 10),
    ])
    func `a group is bounded in number and time, and the rest have the next`(
        groups: WriteGroupBounds,
        commits: Int
    ) async throws {
        try await ScratchDatabase.with(groups: groups) { scratch in
            let before = scratch.database.commitCount
            let outcomes = await scratch.database.outcomes(of: Self.insertions(1...10))
            #expect(outcomes.allSatisfy { $0.error == nil })
            #expect(scratch.database.commitCount - before == commits)
        }
    }

    @Test func `a body that throws in a group is rolled back alone`() async throws {
        try await ScratchDatabase.with { scratch in
            let before = scratch.database.commitCount
            let outcomes = await scratch.database.outcomes(of: [
                { txn in try txn.insertItem(1) },
                { txn in
                    try txn.insertItem(2)
                    throw Refusal()
                },
                { txn in try txn.insertItem(3) },
                { txn in try txn.insertItem(1) },
                { txn in try txn.insertItem(4) },
            ])
            #expect(outcomes[1].error is Refusal)
            #expect(outcomes[3].isConstraint(.unique))
            #expect([0, 2, 4].allSatisfy { outcomes[$0].error == nil })
            #expect(scratch.database.commitCount - before == 1)
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == [1, 3, 4])
        }
    }

    @Test func `a body sees what those before it in the group wrote`() async throws {
        try await ScratchDatabase.with { scratch in
            let seen = Mutex<[Int]>([])
            let looks: [WriteBody] = (Int64(1)...4).map { id in
                { txn in
                    let count = try txn.query("SELECT id FROM item").count
                    seen.withLock { $0.append(count) }
                    try txn.insertItem(id)
                }
            }
            _ = await scratch.database.outcomes(of: looks)
            let counts = seen.withLock { $0 }
            #expect(counts == [0, 1, 2, 3])
        }
    }

    @Test func `a foreign key left open in a group is the fault of one`() async throws {
        try await ScratchDatabase.with { scratch in
            let before = scratch.database.commitCount
            let outcomes = await scratch.database.outcomes(of: [
                { txn in try txn.insertItem(1) },
                { txn in try txn.execute("INSERT INTO note (item) VALUES (9)") },
                // A look at all of them together, as COMMIT takes it, would find the note in order.
                { txn in try txn.insertItem(9) },
            ])
            #expect(outcomes[1].isConstraint(.foreignKey))
            #expect(outcomes[0].error == nil && outcomes[2].error == nil)
            #expect(scratch.database.commitCount - before == 1)
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == [1, 9])
            let notes = try await scratch.database.read { txn in try txn.query("SELECT item FROM note").count }
            #expect(notes == 0)
        }
    }

    @Test func `a write whose task is cancelled while it waits never runs`() async throws {
        try await ScratchDatabase.with { scratch in
            let database = scratch.database
            let hold = await database.holdConnection()
            let waiting = Task { try await database.insertItems(1) }
            await database.waitForWaiting(1)
            waiting.cancel()
            hold.open()
            await #expect(throws: SQLError.cancelled) { try await waiting.value }
            let numbers = try await database.itemNumbers()
            #expect(numbers.isEmpty)
        }
    }

    @Test func `closing waits for the writes that were accepted`() async throws {
        try await ScratchDatabase.with { scratch in
            let second = try await SQLiteDatabase.open(path: scratch.path)
            let hold = await second.holdConnection()
            let waiting = Task { try await second.insertItems(1) }
            await second.waitForWaiting(1)
            let closing = Task { try await second.close() }
            hold.open()
            try await closing.value
            try await waiting.value
            await #expect(throws: SQLError.closed) { try await second.insertItems(2) }
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == [1])
        }
    }
}

extension Result where Success == Void, Failure == any Error {
    /// Tells whether the database refused the write because of a constraint of that kind.
    fileprivate func isConstraint(_ kind: SQLError.ConstraintKind) -> Bool {
        guard case .constraint(kind, _) = error as? SQLError else { return false }
        return true
    }
}
