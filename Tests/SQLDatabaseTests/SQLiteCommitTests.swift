@testable import SQLDatabase
import Synchronization
import Testing

/// Whether a statement was refused.
private final class RefusalNote: Sendable {
    let isNoted = Atomic(false)
}

struct SQLiteCommitTests {
    @Test func `a constraint checked at COMMIT is a known rollback`() async throws {
        try await ScratchDatabase.with { scratch in
            await #expect {
                try await scratch.database.write { txn in try txn.execute("INSERT INTO note (item) VALUES (9)") }
            } throws: { error in
                guard case .constraint(.foreignKey, _) = error as? SQLError else { return false }
                return true
            }
            let notes = try await scratch.database.read { txn in try txn.query("SELECT item FROM note").count }
            #expect(notes == 0)
        }
    }

    @Test(arguments: [(5, true), (6, true), (19, true), (4, true), (13, true), (10, false), (11, false), (7, false)])
    func `only codes that exclude a commit are known rollbacks`(code: Int32, isKnown: Bool) {
        #expect(SQLiteCommit.isKnownRollback(code: code) == isKnown)
    }

    @Test func `a COMMIT that can not be written has an unknown outcome, and the database stays whole`() async {
        await #expect(processExitsWith: .success) {
            try await ScratchDatabase.with { scratch in
                try await scratch.database.insertItems(1)
                try limitFileSize(to: 0)
                await #expect {
                    try await scratch.database.insertItems(2)
                } throws: { error in
                    guard case .unknownOutcome = error as? SQLError else { return false }
                    return true
                }
                try limitFileSize(to: .max)
                #expect(try await scratch.database.itemNumbers() == [1])
                try await scratch.database.insertItems(3)
                #expect(try await scratch.database.itemNumbers() == [1, 3])
            }
        }
    }

    @Test func `a task that was cancelled before writes nothing`() async throws {
        try await ScratchDatabase.with { scratch in
            let database = scratch.database
            let task = Task {
                unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
                try await database.insertItems(1)
            }
            await #expect(throws: SQLError.cancelled) { try await task.value }
            let numbers = try await database.itemNumbers()
            #expect(numbers.isEmpty)
        }
    }

    @Test func `a write that has begun is not cut short by cancellation`() async throws {
        try await ScratchDatabase.with { scratch in
            let database = scratch.database
            let hasBegun = Gate()
            let isCancelled = Gate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await database.write { txn in
                        try txn.execute("INSERT INTO item (id, text) VALUES (1, 'one')")
                        hasBegun.open()
                        isCancelled.waitOnThread()
                        try txn.execute("INSERT INTO item (id, text) VALUES (2, 'two')")
                    }
                }
                await hasBegun.wait()
                group.cancelAll()
                isCancelled.open()
                try await group.waitForAll()
            }
            #expect(try await database.itemNumbers() == [1, 2])
        }
    }

    @Test func `a read that is cancelled between two statements begins no other one`() async throws {
        try await ScratchDatabase.with { scratch in
            let database = scratch.database
            let (hasBegun, isCancelled, refusal) = (Gate(), Gate(), RefusalNote())
            let reading = Task {
                try await database.read { txn in
                    _ = try txn.query("SELECT id FROM item")
                    hasBegun.open()
                    isCancelled.waitOnThread()
                    let rows = try? txn.query("SELECT id FROM item")
                    refusal.isNoted.store(rows == nil, ordering: .releasing)
                }
            }
            await hasBegun.wait()
            reading.cancel()
            isCancelled.open()
            _ = await reading.result
            let isRefused = refusal.isNoted.load(ordering: .acquiring)
            #expect(isRefused)
        }
    }

    @Test func `a read that is cancelled at any moment leaves its connection for the next one`() async throws {
        try await ScratchDatabase.with { scratch in
            let database = scratch.database
            try await database.write { txn in
                for id in 1...3_000 {
                    try txn.execute("INSERT INTO item (id, text) VALUES (?, 'x')", [SQLValue(id)])
                }
            }
            // From before the beginning to after the end of a read, which takes some milliseconds.
            for round in 0..<400 {
                let reading = Task { try await database.read { txn in try txn.query("SELECT * FROM item").count } }
                try? await Task.sleep(for: .microseconds(round % 100 * 100))
                reading.cancel()
                _ = await reading.result
            }
            for _ in 0..<2 * SQLiteDatabase.maximumReaders {
                #expect(try await database.read { txn in try txn.query("SELECT id FROM item").count } == 3_000)
            }
        }
    }

    @Test func `a read transaction sees one state while another connection commits`() async throws {
        try await ScratchDatabase.with { scratch in
            let database = scratch.database
            try await database.insertItems(1)
            let hasRead = Gate()
            let hasWritten = Gate()
            async let counts = database.read { txn in
                let before = try txn.query("SELECT id FROM item").count
                hasRead.open()
                hasWritten.waitOnThread()
                return [before, try txn.query("SELECT id FROM item").count]
            }
            await hasRead.wait()
            try await database.insertItems(2)
            hasWritten.open()
            #expect(try await counts == [1, 1])
        }
    }
}
