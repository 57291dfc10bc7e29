import Glibc
import GRDB
import Testing

@testable import SQLDatabase

struct LookUpTests {
    @Test func `a look-up sees what was committed before it`() async throws {
        try await ScratchDatabase.with { scratch in
            for id in 1...20 as ClosedRange<Int64> {
                try await scratch.database.insertItems(id)
                let text = try await scratch.database.lookUp { txn in
                    try txn.first("SELECT text FROM item WHERE id = ?", [.integer(id)])?.text("text")
                }
                #expect(text == "item \(id)")
            }
        }
    }

    @Test func `a look-up is answered on the thread that asks`() async throws {
        try await ScratchDatabase.with { scratch in
            let asking = Self.thread
            let answering = try await scratch.database.lookUp { _ in Self.thread }
            #expect(answering == asking)
        }
    }

    @Test func `the statements of a look-up see one state while another connection commits`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1)
            let (path, lookUps) = (scratch.path, Self.connections(to: scratch))
            let counts = try lookUps.run { txn in
                let before = try Self.count(in: txn)
                let other = try DatabaseQueue(path: path)
                try other.write { database in
                    try database.execute(sql: "INSERT INTO item (id, text) VALUES (2, 'two')")
                }
                try other.close()
                return [before, try Self.count(in: txn)]
            }
            #expect(counts == [1, 1])
            #expect(try lookUps.run(Self.count(in:)) == 2)
            try lookUps.close()
        }
    }

    @Test func `a look-up can not write, and one that threw leaves no transaction behind`() async throws {
        try await ScratchDatabase.with { scratch in
            for _ in 1...3 {
                await #expect(throws: SQLError.self) {
                    try await scratch.database.lookUp { txn in _ = try txn.execute("DELETE FROM item") }
                }
            }
            try await scratch.database.insertItems(1)
            #expect(try await scratch.database.lookUp(Self.count(in:)) == 1)
        }
    }

    @Test func `when all connections are in use the next look-up has to go another way`() async throws {
        try await ScratchDatabase.with { scratch in
            let lookUps = Self.connections(to: scratch)
            #expect(try Self.depth(of: lookUps) == lookUps.maximumCount)
            #expect(try lookUps.run(Self.count(in:)) == 0, "They are free again.")
            try lookUps.close()
        }
    }

    @Test func `a connection that was given up while it was in use is not used again`() async throws {
        try await ScratchDatabase.with { scratch in
            let lookUps = Self.connections(to: scratch)
            _ = try lookUps.run { _ in lookUps.reopen() }
            #expect(try Self.depth(of: lookUps) == lookUps.maximumCount)
            try lookUps.close()
        }
    }

    @Test func `a look-up of a task that was cancelled asks nothing`() async throws {
        try await ScratchDatabase.with { scratch in
            let task = Task {
                unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
                return try await scratch.database.lookUp(Self.count(in:))
            }
            await #expect(throws: SQLError.cancelled) { try await task.value }
        }
    }

    @Test func `a look-up in a closed database says so`() async throws {
        try await ScratchDatabase.with { scratch in
            let second = try await SQLiteDatabase.open(path: scratch.path)
            #expect(try await second.lookUp(Self.count(in:)) == 0)
            try await second.close()
            await #expect(throws: SQLError.closed) { try await second.lookUp(Self.count(in:)) }
            try await second.close()
        }
    }

    private static var thread: UInt { UInt(pthread_self()) }

    @Sendable
    private static func count(in txn: any SQLTransaction) throws -> Int64? {
        try txn.first("SELECT count(*) AS number FROM item")?.integer("number")
    }

    /// Returns how many look-ups are answered within one another.
    private static func depth(of lookUps: LookUpConnections) throws -> Int {
        var depth = 0
        func nest() throws {
            _ = try lookUps.run { _ in
                depth += 1
                try nest()
            }
        }
        try nest()
        return depth
    }

    private static func connections(to scratch: ScratchDatabase) -> LookUpConnections {
        LookUpConnections(path: scratch.path, configuration: Configuration())
    }
}
