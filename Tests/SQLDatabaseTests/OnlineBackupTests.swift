import FoundationEssentials
import SQLDatabase
import Synchronization
import Testing

struct OnlineBackupTests {
    @Test func `a copy has the state of one moment, while a writer goes on`() async throws {
        try await ScratchDatabase.with { scratch in
            let database = scratch.database
            for first in stride(from: Int64(0), to: 2_000, by: 500) {
                try await Self.insertPairs(from: first, count: 500, into: database)
            }
            let copy = scratch.directory.appending(path: "copy.sqlite").path
            let writer = Task {
                var next: Int64 = 2_000
                while !Task.isCancelled {
                    try await Self.insertPairs(from: next, count: 10, into: database)
                    next += 10
                }
            }
            try await OnlineBackup(of: scratch.path).write(to: copy)
            writer.cancel()
            _ = await writer.result
            let copied = try await SQLiteDatabase.open(path: copy)
            let (items, parts) = try await copied.read { txn in
                (
                    try txn.first("SELECT COUNT(*) AS n FROM item")?.count("n") ?? 0,
                    try txn.first("SELECT COUNT(*) AS n FROM part")?.count("n") ?? 0
                )
            }
            try await copied.close()
            #expect(items == parts, "a transaction was copied in half")
            #expect(items >= 2_000 && items.isMultiple(of: 10))
        }
    }

    @Test func `a copy has what is in the log alone, is one file, and its progress ends with all pages`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1, 2, 3)
            let copy = scratch.directory.appending(path: "copy.sqlite").path
            let last = Mutex<OnlineBackup.Progress?>(nil)
            try await OnlineBackup(of: scratch.path).write(to: copy) { progress in last.withLock { $0 = progress } }
            let reached = last.withLock { $0 }
            let progress = try #require(reached)
            #expect(progress.pages == progress.total && progress.total > 3)
            for suffix in ["-wal", "-shm", "-journal"] {
                #expect(!FileManager.default.fileExists(atPath: copy + suffix))
            }
            let copied = try await SQLiteDatabase.open(path: copy)
            #expect(try await copied.itemNumbers() == [1, 2, 3])
            try await copied.close()
        }
    }

    @Test func `settling a database brings its log into its file, and refuses one that is damaged`() async throws {
        try await ScratchDatabase.with { scratch in
            let path = scratch.directory.appending(path: "other.sqlite").path
            let other = try await SQLiteDatabase.open(path: path)
            try await other.migrate([ScratchDatabase.items])
            for number in Int64(1)...400 { try await other.insertItems(number) }
            try await other.close()
            try OnlineBackup.settle(path)
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            var bytes = try Data(contentsOf: URL(filePath: path))
            for index in 9_000..<13_000 where index < bytes.count { bytes[index] = 0xA5 }
            try bytes.write(to: URL(filePath: path))
            #expect {
                try OnlineBackup.settle(path)
            } throws: { error in
                guard case .corrupt = error as? SQLError else { return false }
                return true
            }
        }
    }

    /// Inserts items with a part each, in one transaction.
    private static func insertPairs(from first: Int64, count: Int64, into database: SQLiteDatabase) async throws {
        try await database.write { txn in
            for id in first..<(first + count) {
                try txn.execute("INSERT INTO item (id, text) VALUES (?, ?)", [.integer(id), .text("item \(id)")])
                try txn.execute("INSERT INTO part (item, name) VALUES (?, ?)", [.integer(id), .text("part \(id)")])
            }
        }
    }
}
