import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// The time zone of a calendar by its name (RFC 7809), which is one with that of a definition (RFC 4791 §5.2.2).
@Suite struct TimezoneIdentifierTests {
    private let calendar = "/calendars/alice/calendar/"
    private let both = [CalendarProperty.calendarTimezoneID, CalendarProperty.calendarTimezone]

    private func identifier(_ name: String) -> XMLElement {
        XMLElement(CalendarProperty.calendarTimezoneID, text: name)
    }

    @Test func `RFC 7809 §5.2 a calendar whose time zone is named has its definition too`() async throws {
        try await TestFront.run { front in
            _ = try await front.patch(calendar, set: [identifier("Asia/Tokyo")])
            let stored = try await front.properties(both, of: calendar)
            #expect(stored.found(CalendarProperty.calendarTimezoneID)?.text == "Asia/Tokyo")
            let text = try #require(stored.found(CalendarProperty.calendarTimezone)?.text)
            #expect(try CalendarTimezone(parsing: text).identifier == "Asia/Tokyo")
        }
    }

    @Test func `RFC 7809 §5.2 a definition with a name that is known gives the name, and stays when it is named`()
        async throws
    {
        try await TestFront.run { front in
            _ = try await front.patch(
                calendar,
                set: [XMLElement(CalendarProperty.calendarTimezone, text: SampleTimezone.berlin)]
            )
            let named = try await front.properties(both, of: calendar)
            #expect(named.found(CalendarProperty.calendarTimezoneID)?.text == "Europe/Berlin")
            _ = try await front.patch(calendar, set: [identifier("Europe/Berlin")])
            let kept = try await front.properties(both, of: calendar)
            #expect(kept.found(CalendarProperty.calendarTimezone)?.text == SampleTimezone.berlin)
            _ = try await front.patch(calendar, set: [identifier("Europe/Paris")])
            let changed = try await front.properties(both, of: calendar)
            #expect(changed.found(CalendarProperty.calendarTimezone)?.text.contains("TZID:Europe/Paris") == true)
        }
    }

    @Test(arguments: ["Office", "/example.com/1/Europe/Berlin"])
    func `RFC 7809 §3.1.5 calendar-timezone-id is the TZID of the definition, also where it is the client's own`(
        name: String
    ) async throws {
        try await TestFront.run { front in
            let own = SampleTimezone.berlin.replacing("Europe/Berlin", with: name)
            _ = try await front.patch(calendar, set: [XMLElement(CalendarProperty.calendarTimezone, text: own)])
            let stored = try await front.properties(both, of: calendar)
            #expect(stored.found(CalendarProperty.calendarTimezoneID)?.text == name)
            #expect(stored.found(CalendarProperty.calendarTimezone)?.text == own)
        }
    }

    @Test func `RFC 7809 §3.1.5 a calendar without a definition has no calendar-timezone-id`() async throws {
        try await TestFront.run { front in
            let stored = try await front.properties(both, of: calendar)
            #expect(stored.properties[404]?.map(\.name) == both)
        }
    }

    @Test func `RFC 7809 §3.1.5 a calendar is made with the name of its time zone, if the name is known`() async throws
    {
        try await TestFront.run { front in
            let root = CalendarElement.mkcalendar
            let made = try await front.make("/calendars/alice/tokyo/", by: root, [identifier("Asia/Tokyo")])
            #expect(made.status == .created)
            let stored = try await front.properties(both, of: "/calendars/alice/tokyo/")
            #expect(stored.found(CalendarProperty.calendarTimezoneID)?.text == "Asia/Tokyo")
            #expect(stored.found(CalendarProperty.calendarTimezone)?.text.contains("TZID:Asia/Tokyo") == true)
            let refused = try await front.make("/calendars/alice/mars/", by: root, [identifier("Mars/Olympus")])
            #expect(String(buffer: refused.body).contains("valid-timezone"))
            #expect(try await front.send("PROPFIND", "/calendars/alice/mars/", ["Depth": "0"]).status == .notFound)
        }
    }

    @Test(arguments: ["/calendars/alice/", "/calendars/alice/calendar/"])
    func `RFC 7809 §5.1, §5.2 allprop returns neither of its properties`(uri: String) async throws {
        try await TestFront.run { front in
            _ = try await front.patch(calendar, set: [identifier("Asia/Tokyo")])
            let answer = try Multistatus(try await front.send("PROPFIND", uri, ["Depth": "0"]))
            let names = try #require(answer.entries[uri]?.properties[200]).map(\.name)
            #expect(!names.contains(CalendarProperty.calendarTimezoneID))
            #expect(!names.contains(CalendarProperty.timezoneServiceSet))
        }
    }

    @Test(arguments: [0, 1])
    func `RFC 7809 §5.2 without its name a calendar has no time zone, and without its definition no name`(
        index: Int
    ) async throws {
        try await TestFront.run { front in
            _ = try await front.patch(calendar, set: [identifier("Europe/Paris")])
            _ = try await front.patch(calendar, remove: [both[index]])
            let stored = try await front.properties(both, of: calendar)
            #expect(stored.properties[404]?.map(\.name) == both)
        }
    }

    @Test(arguments: ["Mars/Olympus", "Office"])
    func `RFC 7809 §3.1.5 the name of a zone that is not known is refused with valid-timezone`(
        name: String
    ) async throws {
        try await TestFront.run { front in
            let own = SampleTimezone.berlin.replacing("Europe/Berlin", with: "Office")
            _ = try await front.patch(calendar, set: [XMLElement(CalendarProperty.calendarTimezone, text: own)])
            let response = try await front.patch(calendar, set: [identifier(name)])
            let entry = try #require(try Multistatus(response).entries[calendar])
            #expect(entry.properties[403]?.map(\.name) == [CalendarProperty.calendarTimezoneID])
            #expect(String(buffer: response.body).contains("valid-timezone"))
        }
    }

    @Test func `RFC 7809 §5.1 timezone-service-set is protected, and there is none`() async throws {
        try await TestFront.run { front in
            let name = CalendarProperty.timezoneServiceSet
            let response = try await front.patch("/calendars/alice/", set: [XMLElement(name, text: "x")])
            #expect(try Multistatus(response).entries["/calendars/alice/"]?.properties[403]?.map(\.name) == [name])
            let stored = try await front.properties([name], of: "/calendars/alice/")
            #expect(stored.properties[404]?.map(\.name) == [name])
        }
    }

    @Test func `RFC 4791 §7.3 floating times are read in the zone that the calendar's name says`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "late.ics", TimedEvent.text(uid: "late", start: ":20240102T233000"))
            _ = try await front.patch(calendar, set: [identifier("America/New_York")])
            let body = """
                <C:calendar-query><D:prop><D:getetag/></D:prop>\
                <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">\
                <C:time-range start="20240103T043000Z" end="20240103T050000Z"/></C:comp-filter></C:comp-filter>\
                </C:filter></C:calendar-query>
                """
            let response = try await front.report(body, at: calendar, depth: "1")
            #expect(try Multistatus(response).entries.keys.sorted() == [calendar + "late.ics"])
        }
    }
}
