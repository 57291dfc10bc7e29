import SQLDatabase
import Testing

struct SQLiteTransactionTests {
    @Test func `a body that throws leaves nothing behind`() async throws {
        try await ScratchDatabase.with { scratch in
            await #expect(throws: Refusal()) {
                try await scratch.database.write { txn in
                    try txn.execute("INSERT INTO item (id, text) VALUES (1, 'one')")
                    throw Refusal()
                }
            }
            let numbers = try await scratch.database.itemNumbers()
            #expect(numbers.isEmpty)
        }
    }

    @Test func `what a transaction wrote is there after the database was opened again`() async throws {
        try await ScratchDatabase.with { scratch in
            let second = try await SQLiteDatabase.open(path: scratch.path)
            try await second.insertItems(1, 2)
            try await second.close()
            #expect(try await scratch.database.itemNumbers() == [1, 2])
        }
    }

    @Test func `a read transaction can not write`() async throws {
        try await ScratchDatabase.with { scratch in
            await #expect(throws: SQLError.self) {
                try await scratch.database.read { txn in _ = try txn.execute("DELETE FROM item") }
            }
        }
    }

    @Test func `execute counts the rows that it changed, without cascades`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1, 2)
            let counts = try await scratch.database.write { txn in
                [
                    try txn.execute("INSERT INTO part (item, name) VALUES (1, 'a'), (1, 'b')"),
                    try txn.execute("UPDATE item SET text = 'new'"),
                    try txn.execute("UPDATE item SET text = 'new' WHERE id = 9"),
                    try txn.execute("INSERT INTO part (item, name) VALUES (2, 'a') ON CONFLICT (name) DO NOTHING"),
                    try txn.execute("DELETE FROM item WHERE id = 1"),
                    try txn.execute("CREATE TABLE fresh (id BIGINT)"),
                ]
            }
            #expect(counts == [2, 2, 0, 0, 1, 0])
        }
    }

    @Test func `insert returns the number of its own row, and throws for a row that can not be`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.write { txn in
                try txn.execute("CREATE TABLE numbered (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)")
                let insertion = "INSERT INTO numbered (text) VALUES (?)"
                try txn.execute("INSERT INTO numbered (number, text) VALUES (41, 'a')")
                let second = try txn.insert(insertion, [.text("b")])
                try txn.execute("INSERT INTO item (id, text) VALUES (7, 'of another table')")
                let third = try txn.insert(insertion, [.text("c")])
                #expect([second, third] == [42, 43])
                #expect {
                    try txn.insert(insertion, [.text("c")])
                } throws: { error in
                    guard case .constraint(.unique, _) = error as? SQLError else { return false }
                    return true
                }
            }
        }
    }

    @Test func `an insert that adds no row has no number to return`() async {
        await #expect(processExitsWith: .failure) {
            try await ScratchDatabase.with { scratch in
                _ = try await scratch.database.write { txn in
                    try txn.insert("INSERT INTO item (id, text) SELECT 1, 'one' WHERE 1 = 0", [])
                }
            }
        }
    }

    @Test(arguments: [
        ("INSERT INTO item (id, text) VALUES (1, 'again')", SQLError.ConstraintKind.unique),
        ("INSERT INTO part (item, name) VALUES (9, 'a')", .foreignKey),
        ("INSERT INTO item (id) VALUES (2)", .notNull),
        ("INSERT INTO item (id, text) VALUES (2, '')", .check),
    ])
    func `a broken constraint is named by its kind`(statement: String, kind: SQLError.ConstraintKind) async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1)
            await #expect {
                try await scratch.database.write { txn in try txn.execute(statement) }
            } throws: { error in
                guard case .constraint(kind, _) = error as? SQLError else { return false }
                return true
            }
        }
    }

    @Test(
        arguments: [
            .null, 0, .integer(.min), .integer(.max), .real(-0.5), "", "tea", .text("\u{1F375} a\nb"), .blob([]),
            .blob([0, 255, 0]), .blob([UInt8](repeating: 7, count: 100_000)),
        ] as [SQLValue]
    )
    func `a value comes back as it was bound`(value: SQLValue) async throws {
        try await ScratchDatabase.with { scratch in
            let found = try await scratch.database.write { txn in
                try txn.execute("INSERT INTO item (id, text, data) VALUES (1, 'one', ?)", [value])
                return try txn.first("SELECT data, typeof(data) AS kind FROM item WHERE data IS ?", [value])
            }
            #expect(try found?.value("data") == value)
            #expect(try found?.text("kind") == value.kind.rawValue)
        }
    }

    @Test(arguments: [[], [1, 2]] as [[SQLValue]])
    func `a statement with more or fewer arguments than placeholders is refused`(arguments: [SQLValue]) async throws {
        try await ScratchDatabase.with { scratch in
            await #expect(throws: SQLError.self) {
                try await scratch.database.read { txn in
                    try txn.query("SELECT id FROM item WHERE id = ?", arguments)
                }
            }
        }
    }

    @Test func `an error names its statement without the values`() async throws {
        try await ScratchDatabase.with { scratch in
            await #expect {
                try await scratch.database.read { txn in
                    try txn.query("SELECT * FROM nowhere WHERE id = ?", ["secret"])
                }
            } throws: { error in
                let sentence = "\(error)"
                return sentence.contains("SELECT * FROM nowhere WHERE id = ?") && !sentence.contains("secret")
            }
        }
    }

    @Test func `rows are visited one after the other, and the same statement may run within`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1, 2)
            let pairs = try await scratch.database.read { txn in
                var pairs: [[Int64]] = []
                try txn.forEachRow("SELECT id FROM item ORDER BY id", []) { outer in
                    try txn.forEachRow("SELECT id FROM item ORDER BY id", []) { inner in
                        pairs.append([try outer.integer("id"), try inner.integer("id")])
                    }
                }
                return pairs
            }
            #expect(pairs == [[1, 1], [1, 2], [2, 1], [2, 2]])
        }
    }

    @Test func `a visit that is broken off does not hinder the commit`() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.database.insertItems(1, 2)
            try await scratch.database.write { txn in
                #expect(throws: Refusal()) {
                    try txn.forEachRow("SELECT id FROM item", []) { _ in throw Refusal() }
                }
                try txn.execute("DELETE FROM item WHERE id = 1")
            }
            #expect(try await scratch.database.itemNumbers() == [2])
        }
    }
}
