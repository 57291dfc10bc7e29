import FoundationEssentials
import SQLDatabase
import Testing

struct SQLiteDatabaseTests {
    @Test func `the connection that writes syncs every commit`() async throws {
        try await ScratchDatabase.with { scratch in
            let level = try await scratch.database.write { txn in
                try txn.first("PRAGMA synchronous")?.integer("synchronous")
            }
            #expect(level == 2, "2 is FULL")
        }
    }

    @Test func `the journal is a write-ahead log and foreign keys are enforced`() async throws {
        try await ScratchDatabase.with { scratch in
            let settings = try await scratch.database.write { txn in
                [
                    try txn.first("PRAGMA journal_mode")?.value("journal_mode"),
                    try txn.first("PRAGMA foreign_keys")?.value("foreign_keys"),
                    try txn.first("PRAGMA busy_timeout")?.value("timeout"),
                    try txn.first("PRAGMA temp_store")?.value("temp_store"),
                ]
            }
            #expect(settings == ["wal", 1, 10_000, 2], "2 is MEMORY")
        }
    }

    @Test func `a log that readers have let grow is given back once nobody reads from it`() async throws {
        try await ScratchDatabase.with { scratch in
            let (database, begun, gate) = (scratch.database, Gate(), Gate())
            func size() throws -> Int {
                let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path + "-wal")
                return try #require(attributes[.size] as? Int)
            }
            try await database.insertItems(0)
            async let reader: Void = database.read { txn in
                _ = try txn.query("SELECT id FROM item")
                begun.open()
                gate.waitOnThread()
            }
            await begun.wait()
            for id in 1...Int64(SQLiteDatabase.logSizeLimit >> 20) + 1 {
                _ = try await database.write { txn in
                    try txn.execute(
                        "INSERT INTO item (id, text, data) VALUES (?, 'x', zeroblob(1048576))",
                        [.integer(id)]
                    )
                }
            }
            #expect(try size() > SQLiteDatabase.logSizeLimit)
            try await database.shortenLog()
            #expect(try size() > SQLiteDatabase.logSizeLimit, "somebody reads from it")
            gate.open()
            try await reader
            try await database.shortenLog()
            #expect(try size() == 0)
            let settings = try await database.write { txn in
                [
                    try txn.first("PRAGMA journal_size_limit")?.value("journal_size_limit"),
                    try txn.first("PRAGMA busy_timeout")?.value("timeout"),
                ]
            }
            #expect(settings == [.integer(Int64(SQLiteDatabase.logSizeLimit)), 10_000])
        }
    }

    @Test func `only the owner may read a new database and its log`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1)
            for suffix in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path + suffix)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "of the file \(suffix)")
            }
        }
    }

    @Test func `opening an existing database keeps its permissions and contents`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: scratch.path)
            let second = try await SQLiteDatabase.open(path: scratch.path)
            #expect(try await second.itemNumbers() == [1])
            try await second.close()
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path)
            #expect(attributes[.posixPermissions] as? Int == 0o640)
        }
    }

    @Test func `a directory that is missing is named in the error`() async throws {
        let path = "/nonexistent-\(UUID().uuidString)/m.sqlite"
        await #expect {
            try await SQLiteDatabase.open(path: path)
        } throws: { error in
            let remedy = "its directory does not exist; create the directory, or check the setting"
            return error as? SQLError == .cannotOpen(path: path, message: remedy)
        }
    }

    @Test func `a file that is no database is called corrupt`() async throws {
        try await ScratchDatabase.with { scratch in
            let path = scratch.directory.appending(path: "text.sqlite").path
            try Data(String(repeating: "no database ", count: 100).utf8).write(to: URL(filePath: path))
            await #expect {
                try await SQLiteDatabase.open(path: path)
            } throws: { error in
                guard case .corrupt(let message) = error as? SQLError else { return false }
                return message.hasPrefix("\(path), ") && message.hasSuffix("; restore it, or check the setting")
            }
        }
    }

    @Test func `a closed database says so`() async throws {
        try await ScratchDatabase.with { scratch in
            let second = try await SQLiteDatabase.open(path: scratch.path)
            try await second.close()
            await #expect(throws: SQLError.closed) { try await second.itemNumbers() }
            await #expect(throws: SQLError.closed) { try await second.insertItems(1) }
        }
    }

    @Test func `two processes on one file write one after the other`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(0)
            let second = try await SQLiteDatabase.open(path: scratch.path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in [scratch.database, second] {
                    for _ in 0..<40 {
                        group.addTask { try await Self.increment(database) }
                    }
                }
                try await group.waitForAll()
            }
            try await second.close()
            let text = try await scratch.database.read { txn in try txn.first("SELECT text FROM item")?.text("text") }
            #expect(text == "80")
        }
    }

    /// Reads a number and writes the next one in one transaction.
    private static func increment(_ database: SQLiteDatabase) async throws {
        try await database.write { txn in
            let text = try txn.first("SELECT text FROM item WHERE id = 0")?.text("text") ?? ""
            try txn.execute("UPDATE item SET text = ? WHERE id = 0", [.text("\((Int(text) ?? 0) + 1)")])
        }
    }
}
