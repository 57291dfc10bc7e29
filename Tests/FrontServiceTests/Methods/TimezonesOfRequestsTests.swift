import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// Objects as clients put them, with the definitions of their time zones and without (RFC 7809 §3.1.4).
@Suite struct TimezonesOfRequestsTests {
    private static let calendar = "/calendars/alice/calendar/"
    private static let uri = calendar + "e1.ics"

    /// Five in the morning of the second of January by the clocks of a zone.
    private static func event(in zone: String) -> String {
        TimedEvent.text(uid: "e1", start: ";TZID=\(zone):20240102T050000")
    }

    /// Returns what a query of one hour finds.
    private func found(from start: String, to end: String, on front: TestFront) async throws -> [String] {
        let body = """
            <C:calendar-query><D:prop><D:getetag/></D:prop>\
            <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">\
            <C:time-range start="\(start)" end="\(end)"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>
            """
        return try Multistatus(try await front.report(body, at: Self.calendar, depth: "1")).hrefs
    }

    private func stored(on front: TestFront) async throws -> String {
        String(buffer: try await front.send("GET", Self.uri).body)
    }

    @Test(arguments: [("America/New_York", "10"), ("Asia/Tokyo", "20240101T20"), ("Eastern Standard Time", "10")])
    func `RFC 7809 §3.1.4 without a definition an object is taken as it is, and read in the zone of the name`(
        zone: String,
        hour: String
    ) async throws {
        let instant = hour.count == 2 ? "20240102T\(hour)" : hour
        try await TestFront.run { front async throws in
            try await front.put(Self.uri, Self.event(in: zone))
            #expect(try await stored(on: front) == Self.event(in: zone))
            let during = try await found(from: "\(instant)1000Z", to: "\(instant)2000Z", on: front)
            #expect(during == [Self.uri])
            let nominal = try await found(from: "20240102T051000Z", to: "20240102T052000Z", on: front)
            #expect(nominal == [])
        }
    }

    @Test func `RFC 7809 §3.1.4 the definition of a zone that is not known is kept, and holds`() async throws {
        let zone = try #require(TimedEvent.easternTimezone.firstRange(of: "BEGIN:VTIMEZONE"))
        let end = try #require(TimedEvent.easternTimezone.firstRange(of: "END:VTIMEZONE\r\n"))
        let definition = TimedEvent.easternTimezone[zone.lowerBound..<end.upperBound]
            .replacing("US-Eastern", with: "Office")
        let event = Self.event(in: "Office").replacing("BEGIN:VEVENT", with: definition + "BEGIN:VEVENT")
        try await TestFront.run { front async throws in
            try await front.put(Self.uri, event)
            #expect(try await stored(on: front) == event)
            let during = try await found(from: "20240102T101000Z", to: "20240102T102000Z", on: front)
            #expect(during == [Self.uri])
        }
    }

    @Test func `RFC 7809 §3.1.4 a name that nobody knows is let pass, and read in the zone of the calendar`()
        async throws
    {
        try await TestFront.run { front async throws in
            let zone = XMLElement(CalendarProperty.calendarTimezoneID, text: "Asia/Tokyo")
            _ = try await front.patch(Self.calendar, set: [zone])
            try await front.put(Self.uri, Self.event(in: "Mars/Olympus"))
            let during = try await found(from: "20240101T201000Z", to: "20240101T202000Z", on: front)
            #expect(during == [Self.uri])
        }
    }
}
