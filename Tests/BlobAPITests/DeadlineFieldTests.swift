import BlobAPI
import Testing

@Suite struct DeadlineFieldTests {
    @Test(arguments: [(1, "1"), (1500, "1500"), (86_400_000, "86400000")])
    func `a deadline is written and read in whole milliseconds`(_ milliseconds: Int, _ text: String) throws {
        let field = DeadlineField(remaining: .milliseconds(milliseconds))
        #expect(field.fieldValue == text)
        #expect(DeadlineField(parsing: text) == field)
    }

    @Test func `a deadline is clamped to one millisecond and one day`() {
        #expect(DeadlineField(remaining: .seconds(-5)).fieldValue == "1")
        #expect(DeadlineField(remaining: .seconds(1_000_000)).fieldValue == "86400000")
        #expect(DeadlineField(remaining: .nanoseconds(2_900_000)).fieldValue == "2")
    }

    @Test(arguments: ["", "0", "-1", "+1", "1.5", " 1", "86400001", "999999999", "1e3"])
    func `anything else is no deadline`(_ text: String) {
        #expect(DeadlineField(parsing: text) == nil)
    }
}
