import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// What PUT does with data that programs in use write wrongly, and that has one meaning all the same.
@Suite struct MendedPutTests {
    private let path = "/calendars/alice/calendar/e.ics"
    private let type = ["Content-Type": "text/calendar"]

    /// Returns a series of an hour, and an instance with the lines that Thunderbird 153 writes for its times.
    private func series(_ instance: String..., others: [String] = []) -> String {
        let override = ["RECURRENCE-ID:20240103T100000Z", "DTSTAMP:20240101T000000Z", "DTSTART:20240103T100000Z"]
        return TimedEvent.text(
            uid: "e",
            start: ":20240102T100000Z",
            lines: ["RRULE:FREQ=DAILY;COUNT=3"],
            overrides: [override + instance + others]
        )
    }

    private func stored(on front: TestFront, _ path: String) async throws -> String {
        String(buffer: try await front.send("GET", path).body)
    }

    @Test func `an instance with an end and the DURATION of its series keeps the end`() async throws {
        try await TestFront.run { front in
            let sent = series("DTEND:20240103T103000Z", "DURATION:PT1H", others: ["X-A;X-B=\"c:d\":e"])
            let answer = try await front.send("PUT", path, type, body: sent)
            #expect(answer.status == .created)
            let kept = series("DTEND:20240103T103000Z", others: ["X-A;X-B=\"c:d\":e"])
            #expect(try await stored(on: front, path) == kept)
        }
    }

    @Test func `RFC 4791 §5.3.4 no entity tag is told of data that was mended`() async throws {
        try await TestFront.run { front in
            let sent = series("DTEND:20240103T110000Z", "DURATION:PT1H")
            for status in [HTTPResponse.Status.created, .noContent] {
                let answer = try await front.send("PUT", path, type, body: sent)
                #expect(answer.status == status)
                #expect(answer.headers[.eTag] == nil)
            }
            let again = try await front.send("PUT", path, type, body: series("DTEND:20240103T110000Z"))
            #expect(again.headers[.eTag] != nil)
        }
    }

    @Test func `who prefers the representation gets the mended data with its entity tag`() async throws {
        try await TestFront.run { front in
            let fields = type.merging(["Prefer": "return=representation"]) { first, _ in first }
            let sent = series("DTEND:20240103T110000Z", "DURATION:PT1H")
            let answer = try await front.send("PUT", path, fields, body: sent)
            #expect(answer.status == .created)
            #expect(String(buffer: answer.body) == series("DTEND:20240103T110000Z"))
            #expect(answer.headers[.eTag] != nil)
        }
    }

    @Test func `a POST to the calendar mends as a PUT does`() async throws {
        try await TestFront.run { front in
            let sent = series("DTEND:20240103T110000Z", "DURATION:PT1H")
            let answer = try await front.send("POST", "/calendars/alice/calendar/", type, body: sent)
            #expect(answer.status == .created)
            #expect(answer.headers[.eTag] == nil)
            let location = try #require(answer.headers[.location])
            let start = try #require(location.firstRange(of: "/calendars/")).lowerBound
            #expect(try await stored(on: front, String(location[start...])) == series("DTEND:20240103T110000Z"))
        }
    }

    /// Returns tasks that repeat daily, with lines of the series and lines of an instance.
    private func tasks(_ series: String, _ instance: String) -> String {
        func task(_ lines: String) -> String {
            "BEGIN:VTODO\r\nUID:t\r\nDTSTAMP:20240101T000000Z\r\nDTSTART:20240102T100000Z\r\n\(lines)END:VTODO\r\n"
        }
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Test//EN\r\n"
            + task("RRULE:FREQ=DAILY;COUNT=3\r\n" + series)
            + task("RECURRENCE-ID:20240102T100000Z\r\n" + instance) + "END:VCALENDAR\r\n"
    }

    @Test func `an instance of a task with DUE and DURATION keeps DUE`() async throws {
        try await TestFront.run { front async throws in
            let path = "/calendars/alice/tasks/t.ics"
            let due = "DUE:20240102T120000Z\r\n"
            let sent = tasks("DURATION:PT1H\r\n", "DURATION:PT1H\r\n" + due)
            #expect(try await front.send("PUT", path, type, body: sent).status == .created)
            #expect(try await stored(on: front, path) == tasks("DURATION:PT1H\r\n", due))
        }
    }

    @Test func `RFC 5545 §3.6.2 a series of tasks with DUE and DURATION is refused, as nobody knows which is meant`()
        async throws
    {
        try await TestFront.run { front async throws in
            let path = "/calendars/alice/tasks/t.ics"
            let both = "DURATION:PT1H\r\nDUE:20240102T120000Z\r\n"
            for sent in [tasks(both, ""), tasks(both, both)] {
                let answer = try await front.send("PUT", path, type, body: sent)
                #expect(answer.status == .forbidden)
                #expect(try precondition(of: answer)?.name == XMLName(caldav: "valid-calendar-data"))
            }
            #expect(try await front.send("GET", path).status == .notFound)
        }
    }

    @Test func `the DURATION of an alarm stays`() async throws {
        try await TestFront.run { front async throws in
            let alarm = ["BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT5M", "REPEAT:2", "DURATION:PT1M", "END:VALARM"]
            let sent = series("DTEND:20240103T110000Z", "DURATION:PT1H", others: alarm)
            #expect(try await front.send("PUT", path, type, body: sent).status == .created)
            #expect(try await stored(on: front, path) == series("DTEND:20240103T110000Z", others: alarm))
        }
    }

    @Test func `what is wrong besides is refused by its line in what came`() async throws {
        try await TestFront.run { front in
            let sent = series("DTEND:20240103T110000Z", "DURATION:PT1H", others: ["PRIORITY:high"])
            let answer = try await front.send("PUT", path, type, body: sent)
            #expect(answer.status == .forbidden)
            #expect(try precondition(of: answer)?.name == XMLName(caldav: "valid-calendar-data"))
            let line = try #require(sent.split(separator: "\r\n").firstIndex(of: "PRIORITY:high")) + 1
            #expect(String(buffer: answer.body).contains("Line \(line): "))
            #expect(try await front.send("GET", path).status == .notFound)
        }
    }
}
