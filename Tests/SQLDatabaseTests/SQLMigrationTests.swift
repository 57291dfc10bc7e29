import Synchronization
import Testing

@testable import SQLDatabase

struct SQLMigrationTests {
    private let second = SQLMigration(
        component: "items",
        number: 2,
        statements: ["ALTER TABLE item ADD COLUMN colour TEXT"]
    )

    @Test func `steps that were applied are not applied again`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1)
            try await scratch.database.migrate([ScratchDatabase.items])
            #expect(try await scratch.database.itemNumbers() == [1])
        }
    }

    @Test func `later steps are applied to what is there, in the order of their numbers`() async throws {
        let third = SQLMigration(component: "items", number: 3, statements: ["UPDATE item SET colour = 'red'"])
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1)
            try await scratch.database.migrate([third, second, ScratchDatabase.items])
            let colours = try await scratch.database.read { txn in
                try txn.query("SELECT colour FROM item").map { row in try row.text("colour") }
            }
            #expect(colours == ["red"])
        }
    }

    @Test func `who brings a database further says from where to where, and of a new one nothing`() async throws {
        let other = SQLMigration(component: "others", number: 1, statements: ["CREATE TABLE other (id BIGINT)"])
        try await ScratchDatabase.with { scratch in
            let told = Mutex<[SQLSchemaUpgrade]>([])
            for _ in 0..<2 {
                try await scratch.database.migrate([other, ScratchDatabase.items, second]) { upgrade in
                    told.withLock { $0.append(upgrade) }
                }
            }
            #expect(told.withLock(\.self) == [SQLSchemaUpgrade(component: "items", found: 1, known: 2)])
        }
    }

    @Test func `a database of a newer program is refused with both numbers`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.migrate([ScratchDatabase.items, second])
            await #expect(throws: SQLError.schemaTooNew(component: "items", found: 2, known: 1)) {
                try await scratch.database.migrate([ScratchDatabase.items])
            }
        }
    }

    @Test func `components that are not given are left alone`() async throws {
        let other = SQLMigration(component: "others", number: 1, statements: ["CREATE TABLE other (id BIGINT)"])
        try await ScratchDatabase.with { scratch in
            try await scratch.database.migrate([other])
            #expect(try await scratch.database.itemNumbers().isEmpty)
        }
    }

    @Test func `a step that fails leaves nothing of any step`() async throws {
        let broken = SQLMigration(
            component: "items",
            number: 3,
            statements: ["CREATE TABLE half (id BIGINT)", "CREATE NONSENSE"]
        )
        try await ScratchDatabase.with { scratch in
            await #expect(throws: SQLError.self) {
                try await scratch.database.migrate([ScratchDatabase.items, second, broken])
            }
            let found = try await scratch.database.read { txn in
                try txn.first("SELECT number FROM schema_migration WHERE component = 'items'")?.integer("number")
            }
            #expect(found == 1)
            try await scratch.database.migrate([ScratchDatabase.items, second])
        }
    }

    @Test func `processes that migrate at once do it once`() async throws {
        try await ScratchDatabase.with { scratch in
            let path = scratch.path
            let slow = second
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let database = try await SQLiteDatabase.open(path: path)
                        try await database.migrate([ScratchDatabase.items, slow])
                        try await database.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
