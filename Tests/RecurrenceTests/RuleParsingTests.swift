import Recurrence
import Testing

@Suite("Recurrence rules as text")
struct RuleParsingTests {
    @Test(arguments: [
        "FREQ=YEARLY", "FREQ=DAILY;COUNT=10;INTERVAL=2", "FREQ=WEEKLY;UNTIL=19971224T000000Z;BYDAY=MO,WE,FR;WKST=SU",
        "FREQ=MONTHLY;UNTIL=19971224;BYDAY=1FR,-1SU", "FREQ=YEARLY;BYDAY=MO;BYWEEKNO=-1,20",
        "FREQ=YEARLY;BYYEARDAY=-366,1,366", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYMONTHDAY=-31,31;BYSETPOS=-1,1",
        "FREQ=SECONDLY;BYSECOND=0,59;BYMINUTE=0,59;BYHOUR=0,23;BYMONTH=1,12",
    ])
    func `RFC 5545 §3.3.10 a rule is read and written`(text: String) throws {
        #expect(try RecurrenceRule(parsing: text).description == text)
    }

    @Test(arguments: [
        ("byday=mo;freq=weekly", "FREQ=WEEKLY;BYDAY=MO"), ("FREQ=DAILY;", "FREQ=DAILY"),
        ("FREQ=DAILY;INTERVAL=1;WKST=MO", "FREQ=DAILY"), ("FREQ=MONTHLY;BYDAY=+1FR", "FREQ=MONTHLY;BYDAY=1FR"),
        ("FREQ=YEARLY;BYMONTH=3,1,3", "FREQ=YEARLY;BYMONTH=1,3"), ("FREQ=DAILY;X-NAME=1", "FREQ=DAILY"),
    ])
    func `RFC 5545 §3.3.10 parts in any order and letters of any case are accepted`(text: String, rule: String) throws {
        #expect(try RecurrenceRule(parsing: text).description == rule)
    }

    @Test func `RFC 5545 §3.3.12 the second 60 is read as 59`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;BYSECOND=59,60").seconds == [59])
    }

    @Test(
        arguments: [
            ("", .missingFrequency), ("COUNT=3", .missingFrequency), ("FREQ=FORTNIGHTLY", .malformed(part: "FREQ")),
            ("FREQ=DAILY;FREQ=DAILY", .repeatedPart(.frequency)), ("FREQ=DAILY;COUNT", .malformed(part: "COUNT")),
            ("FREQ=DAILY;COUNT=0", .malformed(part: "COUNT")), ("FREQ=DAILY;COUNT=-1", .malformed(part: "COUNT")),
            ("FREQ=DAILY;INTERVAL=0", .malformed(part: "INTERVAL")),
            ("FREQ=DAILY;BYEASTER=0", .unknownPart("BYEASTER")),
            ("FREQ=DAILY;COUNT=1;UNTIL=20240101", .countWithUntil),
            ("FREQ=DAILY;COUNT=9999999999999999999999", .malformed(part: "COUNT")),
            ("FREQ=DAILY;UNTIL=20240230", .malformed(part: "UNTIL")),
            ("FREQ=MONTHLY;BYMONTHDAY=0", .malformed(part: "BYMONTHDAY")),
            ("FREQ=MONTHLY;BYMONTHDAY=32", .malformed(part: "BYMONTHDAY")),
            ("FREQ=MONTHLY;BYMONTHDAY=1,", .malformed(part: "BYMONTHDAY")),
            ("FREQ=MONTHLY;BYMONTH=13", .malformed(part: "BYMONTH")),
            ("FREQ=MONTHLY;BYMONTH=5L", .malformed(part: "BYMONTH")),
            ("FREQ=MONTHLY;BYDAY=0MO", .malformed(part: "BYDAY")),
            ("FREQ=MONTHLY;BYDAY=54MO", .malformed(part: "BYDAY")),
            ("FREQ=MONTHLY;BYDAY=XX", .malformed(part: "BYDAY")), ("FREQ=DAILY;BYHOUR=24", .malformed(part: "BYHOUR")),
            ("FREQ=DAILY;BYSECOND=61", .malformed(part: "BYSECOND")), ("FREQ=DAILY;WKST=1MO", .malformed(part: "WKST")),
        ] as [(String, RecurrenceRule.Fault)]
    )
    func `RFC 5545 §3.3.10 a malformed part is refused by name`(text: String, fault: RecurrenceRule.Fault) {
        #expect(throws: RecurrenceError.invalidRule(fault, line: nil)) { try RecurrenceRule(parsing: text) }
    }

    @Test(
        arguments: [
            ("FREQ=WEEKLY;BYDAY=1MO", .ordinalNotAllowed(.weekly)),
            ("FREQ=DAILY;BYDAY=-1MO", .ordinalNotAllowed(.daily)),
            ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", .ordinalNotAllowed(.yearly)),
            ("FREQ=WEEKLY;BYMONTHDAY=1", .partNotAllowed(.monthDays, .weekly)),
            ("FREQ=DAILY;BYYEARDAY=1", .partNotAllowed(.yearDays, .daily)),
            ("FREQ=WEEKLY;BYYEARDAY=1", .partNotAllowed(.yearDays, .weekly)),
            ("FREQ=MONTHLY;BYYEARDAY=1", .partNotAllowed(.yearDays, .monthly)),
            ("FREQ=MONTHLY;BYWEEKNO=1", .partNotAllowed(.weekNumbers, .monthly)),
            ("FREQ=MONTHLY;BYSETPOS=1", .positionsOfNothing),
        ] as [(String, RecurrenceRule.Fault)]
    )
    func `RFC 5545 §3.3.10 parts that MUST NOT stand together are refused`(
        text: String,
        fault: RecurrenceRule.Fault
    ) {
        #expect(throws: RecurrenceError.invalidRule(fault, line: nil)) { try RecurrenceRule(parsing: text) }
    }

    @Test(arguments: [
        ("RSCALE=CHINESE;FREQ=YEARLY", "CHINESE"), ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD", "GREGORIAN"),
    ])
    func `RFC 7529 §4.1 RSCALE is refused with its scale`(text: String, scale: String) {
        let error = RecurrenceError.invalidRule(.unsupportedScale(scale), line: nil)
        #expect(throws: error) { try RecurrenceRule(parsing: text) }
        #expect(error.description.contains(scale))
    }
}
