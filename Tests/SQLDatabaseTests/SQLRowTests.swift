import FoundationEssentials
import SQLDatabase
import Testing

struct SQLRowTests {
    private let row = SQLRow(
        columns: ["name", "size", "data", "nothing", "negative"],
        values: ["notes.txt", 1_700_000_000_123, .blob([1, 2]), nil, -1]
    )

    @Test func `columns are read by name and kind`() throws {
        #expect(try row.text("name") == "notes.txt")
        #expect(try row.integer("size") == 1_700_000_000_123)
        #expect(try row.count("size") == 1_700_000_000_123)
        #expect(try row.blob("data") == [1, 2])
        #expect(try row.flag("size"))
        #expect(try row.instant("size") == Date(timeIntervalSince1970: 1_700_000_000.123))
    }

    @Test func `absent values are nil where that is asked for`() throws {
        #expect(try row.optionalText("nothing") == nil)
        #expect(try row.optionalInteger("nothing") == nil)
        #expect(try row.optionalBlob("nothing") == nil)
        #expect(try row.optionalInstant("nothing") == nil)
    }

    @Test func `an absent value where one must be is an error with the column`() {
        #expect(throws: SQLError.columnKind(column: "nothing", expected: .text, found: .null)) {
            try row.text("nothing")
        }
        #expect(throws: SQLError.columnKind(column: "nothing", expected: .integer, found: .null)) {
            try row.integer("nothing")
        }
        #expect(throws: SQLError.columnKind(column: "nothing", expected: .blob, found: .null)) {
            try row.blob("nothing")
        }
    }

    @Test func `a value of another kind is an error with both kinds`() {
        #expect(throws: SQLError.columnKind(column: "size", expected: .text, found: .integer)) {
            try row.optionalText("size")
        }
    }

    @Test func `an unknown column is an error with its name`() {
        #expect(throws: SQLError.columnMissing("colour")) { try row.value("colour") }
    }

    @Test func `a text that its type does not allow is an error`() {
        #expect(throws: SQLError.columnValue(column: "name", type: "Int")) { try row.parsed("name") { Int($0) } }
    }

    @Test func `a negative count is an error`() {
        #expect(throws: SQLError.columnValue(column: "negative", type: "count")) { try row.count("negative") }
    }
}
