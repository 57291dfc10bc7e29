import KeyValueIndex
import Testing

struct CursorTests {
    let directory: TemporaryEnvironment
    let environment: Environment
    let table: Table

    init() throws {
        directory = try TemporaryEnvironment()
        environment = try directory.open()
        table = try environment.openTable(named: "chunks")
        try environment.put(["b1": "1", "a": "0", "b3": "3", "b": "x", "b2": "2", "c": "4"], in: table)
    }

    @Test func `all entries come in the order of their keys`() throws {
        #expect(try environment.keys(of: .all, in: table) == ["a", "b", "b1", "b2", "b3", "c"])
    }

    @Test func `a prefix gives the keys that begin with it`() throws {
        #expect(try environment.keys(of: .prefix(bytes("b")), in: table) == ["b", "b1", "b2", "b3"])
        #expect(try environment.keys(of: .prefix(bytes("b2")), in: table) == ["b2"])
        #expect(try environment.keys(of: .prefix(bytes("d")), in: table).isEmpty)
        #expect(try environment.keys(of: .prefix([]), in: table).count == 6)
    }

    @Test func `a prefix goes on from a key`() throws {
        #expect(try environment.keys(of: .prefix(bytes("b"), from: bytes("b2")), in: table) == ["b2", "b3"])
        #expect(try environment.keys(of: .prefix(bytes("b"), from: bytes("b2") + [0]), in: table) == ["b3"])
        #expect(try environment.keys(of: .prefix(bytes("b"), from: bytes("a")), in: table).count == 4)
        #expect(try environment.keys(of: .prefix(bytes("b"), from: bytes("c")), in: table).isEmpty)
    }

    @Test func `a range has its lower end and not its upper one`() throws {
        #expect(try environment.keys(of: KeyRange(from: bytes("b1"), until: bytes("b3")), in: table) == ["b1", "b2"])
        #expect(try environment.keys(of: KeyRange(until: bytes("b")), in: table) == ["a"])
        #expect(try environment.keys(of: KeyRange(from: bytes("b3")), in: table) == ["b3", "c"])
        #expect(try environment.keys(of: KeyRange(from: bytes("c"), until: bytes("a")), in: table).isEmpty)
    }

    @Test func `the successor of a prefix carries over bytes of ones`() throws {
        #expect(KeyRange.prefix([1, 0xFF]).upper == [2])
        #expect(KeyRange.prefix([0xFF, 0xFF]).upper == nil)
        try environment.write { (txn) throws(LMDBError) in
            try txn.put([], for: [0xFF, 0xFF, 1], in: table)
            try txn.put([], for: [0xFF, 0xFE], in: table)
        }
        let count = try environment.read { (txn) throws(LMDBError) -> Int in
            var cursor = try txn.cursor(in: table, over: .prefix([0xFF, 0xFF]))
            var count = 0
            while try cursor.next() { count += 1 }
            return count
        }
        #expect(count == 1)
    }

    @Test func `a walk stops early and shows values`() throws {
        let found = try environment.read { (txn) throws(LMDBError) -> String? in
            var cursor = try txn.cursor(in: table)
            while try cursor.next() {
                if text(cursor.value) == "2" { return text(cursor.key) }
            }
            return nil
        }
        #expect(found == "b2")
    }

    @Test func `the end of a walk stays the end`() throws {
        let results = try environment.read { (txn) throws(LMDBError) -> [Bool] in
            var cursor = try txn.cursor(in: table, over: KeyRange(until: bytes("b")))
            return [try cursor.next(), try cursor.next(), try cursor.next()]
        }
        #expect(results == [true, false, false])
    }

    @Test func `an empty table has no entries`() throws {
        let empty = try environment.openTable(named: "empty")
        #expect(try environment.keys(of: .all, in: empty).isEmpty)
        #expect(try environment.keys(of: .prefix(bytes("a")), in: empty).isEmpty)
    }

    @Test func `a range is deleted in steps`() throws {
        let range = KeyRange.prefix(bytes("b"))
        let deleted = try [3, 3, 3].map { limit in
            try environment.write { (txn) throws(LMDBError) in try txn.delete(range, in: table, limit: limit) }
        }
        #expect(deleted == [3, 1, 0])
        #expect(try environment.keys(of: .all, in: table) == ["a", "c"])
    }

    @Test func `thousands of entries are deleted by one range`() throws {
        let many = try environment.openTable(named: "many")
        try environment.write { (txn) throws(LMDBError) in
            for number in 0..<UInt16(5000) {
                try txn.put([1, 2, 3], for: [UInt8(number >> 8), UInt8(number & 0xFF)], in: many)
            }
        }
        let deleted = try environment.write { (txn) throws(LMDBError) in
            try txn.delete(KeyRange(from: [1], until: [2]), in: many)
        }
        #expect(deleted == 256)
        #expect(try environment.read { (txn) throws(LMDBError) in try txn.count(of: many) } == 5000 - 256)
    }

    @Test func `a table is emptied and stays`() throws {
        try environment.write { (txn) throws(LMDBError) in try txn.deleteAll(in: table) }
        #expect(try environment.read { (txn) throws(LMDBError) in try txn.count(of: table) } == 0)
        try environment.put(["z": "1"], in: table)
        #expect(try environment.keys(of: .all, in: table) == ["z"])
    }

    @Test func `a key before the first step is a fault of the program`() async throws {
        let result = try #require(
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let directory = try TemporaryEnvironment()
                let environment = try directory.open()
                let table = try environment.openTable(named: "chunks")
                try environment.read { (txn) throws(LMDBError) in
                    let cursor = try txn.cursor(in: table)
                    _ = cursor.key.count
                }
            }
        )
        let sentence = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(sentence.contains("only after next() returned true"))
    }
}
