import FoundationEssentials
import SQLDatabase
import Testing

struct SQLValueTests {
    @Test func `an absent optional is null`() {
        #expect(SQLValue(String?.none) == .null)
        #expect(SQLValue(Int64?.none) == .null)
        #expect(SQLValue(Date?.none) == .null)
    }

    @Test func `a truth value is 0 or 1`() {
        #expect(SQLValue(true) == .integer(1))
        #expect(SQLValue(false) == .integer(0))
    }

    @Test(arguments: [(1_700_000_000.1234, 1_700_000_000_123), (0.0006, 1), (-1.5, -1500)])
    func `an instant is rounded to milliseconds`(seconds: Double, milliseconds: Int64) {
        #expect(SQLValue(Date(timeIntervalSince1970: seconds)) == .integer(milliseconds))
    }

    @Test func `literals make the value of their kind`() {
        let values: [SQLValue] = ["text", 7, nil]
        #expect(values == [.text("text"), .integer(7), .null])
    }

    @Test func `every kind of value comes back as it was stored`() async throws {
        let values: [SQLValue] = [
            .null, .integer(.min), .integer(.max), .real(0.5), .text("Grüße \u{1F4CE}"), .text(""),
            .text("a\u{0}b"), .text(String(repeating: "long ", count: 10_000)), .blob([0, 255, 0]),
            .blob([]),
        ]
        try await ScratchDatabase.with { scratch in
            try await scratch.database.read { txn in
                for value in values {
                    let row = try #require(try txn.first("SELECT ? AS value", [value]))
                    #expect(try row.value("value") == value)
                }
            }
        }
    }
}
