import GRDB
@testable import SQLDatabase
import Synchronization
import Testing

struct WriteGroupFailureTests {
    @Test func `a full database is the fault of the write that fills it`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.limitPages()
            let runs = Mutex(0)
            let outcomes = await scratch.database.outcomes(of: [
                { txn in
                    runs.withLock { $0 += 1 }
                    try txn.insertItem(1)
                },
                // Of such a statement the engine undoes the whole transaction.
                { txn in try txn.execute("INSERT INTO item (id, text, data) VALUES (2, 'big', zeroblob(10000000))") },
                { txn in try txn.insertItem(3) },
            ])
            #expect(outcomes[1].error as? SQLError == .full)
            #expect(outcomes[0].error == nil && outcomes[2].error == nil)
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == [1, 3])
            let count = runs.withLock { $0 }
            #expect(count == 2, "The first run went with the transaction.")
        }
    }

    @Test func `a body that hides that its transaction is gone writes nothing outside of one`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.limitPages()
            let outcomes = await scratch.database.outcomes(of: [
                { txn in try txn.insertItem(1) },
                { txn in
                    _ = try? txn.execute("INSERT INTO item (id, text, data) VALUES (2, 'big', zeroblob(10000000))")
                    _ = try? txn.insertItem(4)
                    _ = try? txn.query("INSERT INTO item (id, text) VALUES (5, 'five') RETURNING id")
                },
                { txn in try txn.insertItem(3) },
            ])
            #expect(outcomes[1].error is SQLError)
            #expect(outcomes[0].error == nil && outcomes[2].error == nil)
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == [1, 3])
        }
    }

    @Test func `a COMMIT that is refused is repeated for each write alone`() async throws {
        try await ScratchDatabase.with { scratch in
            scratch.database.pool.add(transactionObserver: RefusalOfParts(), extent: .databaseLifetime)
            let outcomes = await scratch.database.outcomes(of: [
                { txn in try txn.insertItem(1) },
                { txn in try txn.execute("INSERT INTO part (item, name) VALUES (1, 'a')") },
                { txn in
                    // What it sees the first time has no future, so that this refusal must have none either.
                    guard try txn.query("SELECT item FROM part").isEmpty else { throw Refusal() }
                    try txn.insertItem(3)
                },
            ])
            #expect(outcomes[1].error is RefusalOfParts.Reason)
            #expect(outcomes[0].error == nil && outcomes[2].error == nil)
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == [1, 3])
        }
    }

    @Test func `an unknown outcome is that of those who wrote, and the others look again`() async {
        await #expect(processExitsWith: .success) {
            try await ScratchDatabase.with { scratch in
                try await scratch.database.insertItems(1)
                let outcomes = await scratch.database.outcomes(of: [
                    { _ in try limitFileSize(to: 0) },
                    { txn in try txn.insertItem(2) },
                    { txn in try txn.insertItem(3) },
                    { txn in
                        let count = try txn.query("SELECT id FROM item").count
                        throw CountedItems(count: count)
                    },
                ])
                try limitFileSize(to: .max)
                #expect(outcomes[1].isUnknown && outcomes[2].isUnknown)
                #expect(outcomes[3].error as? CountedItems == CountedItems(count: 1))
                try await scratch.database.insertItems(4)
                let numbers = try await scratch.database.itemNumbers()
                #expect(numbers == [1, 4])
            }
        }
    }

    @Test func `a database that is held elsewhere refuses each write for itself`() async throws {
        try await ScratchDatabase.with { scratch in
            let second = try await SQLiteDatabase.open(path: scratch.path)
            try await second.write { txn in _ = try txn.query("PRAGMA busy_timeout = 1") }
            let hold = await scratch.database.holdConnection()
            for id in 1...3 {
                await #expect(throws: SQLError.busy) { try await second.insertItems(Int64(id)) }
            }
            hold.open()
            // The rollback of the one that holds the database has ended when another write has.
            try await scratch.database.insertItems(4)
            try await second.insertItems(5)
            try await second.close()
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == [4, 5])
        }
    }

    @Test func `a statement that is interrupted takes nobody else along`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.addInterruptingFunction()
            let outcomes = await scratch.database.outcomes(of: [
                { txn in try txn.insertItem(1) },
                { txn in
                    try txn.execute(
                        """
                        INSERT INTO item (id, text)
                        WITH RECURSIVE number (n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM number WHERE n < 100000)
                        SELECT n, 'x' || interrupt() FROM number
                        """
                    )
                },
                { txn in try txn.insertItem(3) },
            ])
            #expect(outcomes[1].error as? SQLError == .cancelled)
            #expect(outcomes[0].error == nil && outcomes[2].error == nil)
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers == [1, 3])
        }
    }
}

/// What a body found before it threw.
private struct CountedItems: Error, Equatable {
    let count: Int
}

/// Refuses to commit every transaction that wrote parts.
private final class RefusalOfParts: TransactionObserver {
    struct Reason: Error {}

    private let hasParts = Atomic(false)

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }

    func databaseDidChange(with event: DatabaseEvent) {
        if event.tableName == "part" { hasParts.store(true, ordering: .relaxed) }
    }

    func databaseWillCommit() throws {
        if hasParts.load(ordering: .relaxed) { throw Reason() }
    }

    func databaseDidCommit(_ db: Database) { hasParts.store(false, ordering: .relaxed) }

    func databaseDidRollback(_ db: Database) { hasParts.store(false, ordering: .relaxed) }
}

extension SQLiteDatabase {
    /// Lets the database grow by some pages only.
    fileprivate func limitPages() async throws {
        try await write { txn in _ = try txn.query("PRAGMA max_page_count = 60") }
    }

    /// Adds a function that interrupts the statement that calls it.
    fileprivate func addInterruptingFunction() async throws {
        try await pool.writeWithoutTransaction { [pool] database in
            database.add(
                function: DatabaseFunction("interrupt", argumentCount: 0, pure: false) { [weak pool] _ in
                    pool?.interrupt()
                    return 1
                }
            )
        }
    }
}

extension Result where Success == Void, Failure == any Error {
    /// Whether it is unknown what became of the write.
    fileprivate var isUnknown: Bool {
        guard case .unknownOutcome = error as? SQLError else { return false }
        return true
    }
}
