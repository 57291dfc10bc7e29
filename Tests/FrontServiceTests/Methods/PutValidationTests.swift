import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// What PUT and POST hold new data against besides its form (RFC 5545).
@Suite struct PutValidationTests {
    private let calendar = "/calendars/alice/calendar/"

    /// Returns an event whose additional line is the eighth.
    private func event(_ lines: String..., start: String = ":20240102T100000Z") -> String {
        TimedEvent.text(uid: "e", start: start, lines: lines)
    }

    /// Checks that nothing is stored, and returns the condition and the sentence of the answer.
    private func refusal(of body: String, on front: TestFront) async throws -> (name: XMLName?, sentence: String) {
        let type = ["Content-Type": "text/calendar"]
        let response = try await front.send("PUT", calendar + "e.ics", type, body: body)
        #expect(response.status == .forbidden)
        #expect(try await front.send("POST", calendar, type, body: body).status == .forbidden)
        #expect(try await front.send("GET", calendar + "e.ics").status == .notFound)
        return (try precondition(of: response)?.name, String(buffer: response.body))
    }

    @Test(arguments: [
        "FREQ=SOMETIMES", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=2;UNTIL=20250101", "BYDAY=MO", "FREQ=DAILY;BYHOUR=25",
        "FREQ=WEEKLY;BYDAY=1MO", "FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;SOMETIMES=1", "", "FREQ=DAILY;INTERVAL=0",
    ])
    func `RFC 5545 §3.3.10 a rule that cannot be computed is refused by its line`(rule: String) async throws {
        try await TestFront.run { front in
            let refusal = try await refusal(of: event("RRULE:\(rule)"), on: front)
            #expect(refusal.name == XMLName(caldav: "valid-calendar-data"))
            #expect(refusal.sentence.contains("Line 9: "), "\(refusal.sentence)")
        }
    }

    @Test func `RFC 7529 a rule of another calendar system is refused by the name of the condition`() async throws {
        try await TestFront.run { front in
            let refusal = try await refusal(of: event("RRULE:RSCALE=CHINESE;FREQ=YEARLY"), on: front)
            #expect(refusal.name == XMLName(caldav: "supported-rscale"))
            #expect(refusal.sentence.contains("Line 9: "), "\(refusal.sentence)")
            #expect(refusal.sentence.contains("RSCALE"))
        }
    }

    @Test(arguments: [
        ("RDATE:20240230T000000Z", 9), ("EXDATE:20240101T000000Z,20241301T000000Z", 9), ("PRIORITY:high", 9),
        ("BEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM", 9), ("SUMMARY:a\r\nCLASS:PUBLIC\r\nCLASS:PRIVATE", 11),
    ])
    func `RFC 5545 §3.6 data that peers could not read is refused by its line`(lines: String, line: Int) async throws {
        try await TestFront.run { front in
            let refusal = try await refusal(of: event(lines), on: front)
            #expect(refusal.name == XMLName(caldav: "valid-calendar-data"))
            #expect(refusal.sentence.contains("Line \(line): "), "\(refusal.sentence)")
        }
    }

    @Test func `a date that the calendar does not have is refused`() async throws {
        try await TestFront.run { front in
            let refusal = try await refusal(of: event(start: ":20240230T100000Z"), on: front)
            #expect(refusal.name == XMLName(caldav: "valid-calendar-data"))
            #expect(refusal.sentence.contains("Line 7: "), "\(refusal.sentence)")
        }
    }

    @Test(arguments: [
        "RRULE:FREQ=DAILY;UNTIL=20240201", "RRULE:FREQ=DAILY;X-PART=1", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=SECONDLY", "EXDATE;VALUE=DATE:20240103", "RDATE;VALUE=PERIOD:20240105T000000Z/PT2H",
    ])
    func `a rule that can be computed is stored, at whatever cost, and whatever else of its form is wrong`(
        line: String
    ) async throws {
        try await TestFront.run { front in try await front.put(calendar + "e.ics", event(line)) }
    }
}
