import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// Calendar data has the time zones that its client stored, whatever another client would rather have.
@Suite struct StoredTimezoneTests {
    private let calendar = "/calendars/alice/calendar/"
    private var uri: String { calendar + "e1.ics" }

    /// An event with the definition of its time zone.
    private let event = SampleTimezone.berlin.replacing(
        "END:VCALENDAR",
        with: """
            BEGIN:VEVENT\r
            UID:e1@example.com\r
            DTSTAMP:20240101T000000Z\r
            DTSTART;TZID=Europe/Berlin:20240102T100000\r
            END:VEVENT\r
            END:VCALENDAR
            """
    )

    private static let reports: [XMLElement] = [
        XMLElement(
            CalendarElement.calendarMultiget,
            [
                XMLElement(DAVElement.prop, [XMLElement(CalendarElement.calendarData)]),
                XMLElement(DAVElement.href, text: "/calendars/alice/calendar/e1.ics"),
            ]
        ),
        XMLElement(
            CalendarElement.calendarQuery,
            [
                XMLElement(DAVElement.prop, [XMLElement(CalendarElement.calendarData)]),
                XMLElement(
                    XMLName(caldav: "filter"),
                    [XMLElement(XMLName(caldav: "comp-filter"), attributes: [XMLAttribute("name", "VCALENDAR")])]
                ),
            ]
        ),
    ]

    @Test(arguments: ["T", "F", nil])
    func `RFC 7809 §3.1.3 where no time zone service is advertised no VTIMEZONE is left out of a GET`(
        value: String?
    ) async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, event)
            let response = try await front.send("GET", uri, value.map { ["CalDAV-Timezones": $0] } ?? [:])
            #expect(String(buffer: response.body) == event)
            #expect(response.headers[.eTag] == tag)
        }
    }

    @Test(arguments: ["T", "F", nil], Self.reports)
    func `RFC 7809 §3.1.3 where no time zone service is advertised no VTIMEZONE is left out of a report`(
        value: String?,
        report: XMLElement
    ) async throws {
        try await TestFront.run { front in
            try await front.put(uri, event)
            let fields = value.map { ["CalDAV-Timezones": $0] } ?? [:]
            let response = try await front.send(
                "REPORT",
                calendar,
                fields.merging(["Depth": "1"]) { first, _ in first },
                octets: XMLDocument.serialise(report)
            )
            #expect(try Multistatus(response).found(CalendarElement.calendarData, of: uri).text == event)
        }
    }

    @Test func `RFC 7809 §3.1.1, §3.1.2 neither calendar-no-timezone nor a time zone service is advertised`()
        async throws
    {
        try await TestFront.run { front in
            let features = try await front.send("OPTIONS", calendar).headers[.dav]
            #expect(features?.contains("calendar-no-timezone") == false)
            for path in ["/calendars/alice/", calendar] {
                let found = try await front.properties([CalendarProperty.timezoneServiceSet], of: path)
                #expect(found.properties[404]?.map(\.name) == [CalendarProperty.timezoneServiceSet])
            }
        }
    }
}
