import CalDAV
import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

/// The properties of RFC 4791 that tell what a calendar takes.
@Suite struct CalendarAccessPropertiesTests {
    private let calendar = "/calendars/alice/calendar/"

    @Test func `RFC 4791 §5.2.4 a calendar tells that it takes text/calendar 2.0 alone`() async throws {
        try await TestFront.run { front in
            let name = CalendarProperty.supportedCalendarData
            let value = try #require(try await front.properties([name], of: calendar).found(name))
            let expected = [XMLAttribute("content-type", "text/calendar"), XMLAttribute("version", "2.0")]
            #expect(value == XMLElement(name, [XMLElement(CalendarElement.calendarData, attributes: expected)]))
        }
    }

    @Test(arguments: [1_000, 10 << 20])
    func `RFC 4791 §5.2.5 max-resource-size is the size that PUT takes`(size: Int) async throws {
        try await TestFront.run(configure: { $0.maximumResourceSize = size }) { front in
            let name = CalendarProperty.maxResourceSize
            #expect(try await front.properties([name], of: calendar).found(name)?.trimmedText == String(size))
            let filler = String(repeating: "x", count: size - SampleEvent.text(summary: "").utf8.count)
            try await front.put(calendar + "e.ics", SampleEvent.text(summary: filler))
            let type = ["Content-Type": "text/calendar"]
            let refused = try await front.send(
                "PUT",
                calendar + "e.ics",
                type,
                body: SampleEvent.text(summary: filler + "x")
            )
            #expect(try precondition(of: refused)?.name == XMLName(caldav: "max-resource-size"))
        }
    }

    @Test func `RFC 4791 §5.2.6 to §5.2.9 limits that there are not are not told`() async throws {
        try await TestFront.run { front in
            let names = [
                CalendarProperty.minDateTime, CalendarProperty.maxDateTime, CalendarProperty.maxInstances,
                CalendarProperty.maxAttendeesPerInstance,
            ]
            let answer = try await front.properties(names, of: calendar)
            #expect(answer.properties[404]?.map(\.name) == names)
            #expect(answer.properties[200] == nil)
        }
    }

    @Test func `RFC 4791 §5.3.4 an object has one strong entity tag in PUT, GET, PROPFIND, and REPORT`() async throws {
        try await TestFront.run { front in
            let uri = calendar + "e.ics"
            let tag = try await front.put(uri, SampleEvent.text())
            #expect(tag.count > 2 && tag.hasPrefix("\"") && tag.hasSuffix("\""))
            #expect(try await front.send("GET", uri).headers[.eTag] == tag)
            let told = try await front.properties([DAVProperty.getETag], of: uri)
            #expect(told.found(DAVProperty.getETag)?.trimmedText == tag)
            let body = """
                <C:calendar-multiget><D:prop><D:getetag/></D:prop><D:href>\(uri)</D:href></C:calendar-multiget>
                """
            let answer = try Multistatus(try await front.report(body, at: calendar))
            #expect(try answer.found(DAVProperty.getETag, of: uri).trimmedText == tag)
        }
    }
}
