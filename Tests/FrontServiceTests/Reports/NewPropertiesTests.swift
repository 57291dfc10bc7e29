import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct NewPropertiesTests {
    private let calendar = "/calendars/alice/calendar/"

    /// An object with every property and parameter of RFC 7986, the former ones of the whole, the latter of the event.
    private let party = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Test//EN", "NAME:Company Vacation Days",
        "NAME;LANGUAGE=de:Urlaub", "DESCRIPTION:For everybody", "UID:5FC53010-1267-4F8E-BC28-1D7AE55A7C99",
        "LAST-MODIFIED:20240101T000000Z", "URL:https://example.com/vacations", "CATEGORIES:Leisure,Work",
        "REFRESH-INTERVAL;VALUE=DURATION:P1W", "SOURCE;VALUE=URI:https://example.com/holidays.ics", "COLOR:turquoise",
        "IMAGE;VALUE=URI;DISPLAY=FULLSIZE:https://example.com/logo.png",
        "BEGIN:VEVENT", "UID:party", "DTSTAMP:20240101T000000Z", "DTSTART:20240110T100000Z", "DURATION:PT1H",
        "COLOR:darkseagreen", "IMAGE;VALUE=URI;DISPLAY=BADGE,THUMBNAIL;FMTTYPE=image/png:https://example.com/a.png",
        "IMAGE;ENCODING=BASE64;VALUE=BINARY;FMTTYPE=image/gif:R0lGODlhAQABAAAAACw=",
        #"CONFERENCE;VALUE=URI;FEATURE=PHONE,MODERATOR;LABEL="Dial-in, for who leads":tel:+1-412-555-0123,,,654321"#,
        "CONFERENCE;VALUE=URI;FEATURE=CHAT;LANGUAGE=en:xmpp:chat-123@conference.example.com",
        "ATTENDEE;CN=Bea;EMAIL=bea@example.com:mailto:opaque-1234@example.net", "END:VEVENT", "END:VCALENDAR",
    ].map { $0 + "\r\n" }.joined()

    private func names(_ filter: String, on front: TestFront) async throws -> [String] {
        let whole = #"<C:comp-filter name="VCALENDAR">\#(filter)</C:comp-filter>"#
        let body = "<C:calendar-query><D:prop><D:getetag/></D:prop><C:filter>\(whole)</C:filter></C:calendar-query>"
        return try Multistatus(try await front.report(body, at: calendar, depth: "1")).hrefs.sorted()
    }

    @Test func `RFC 7986 §5, §6 the new properties and parameters come back octet for octet`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(calendar + "party.ics", party)
            let response = try await front.send("GET", calendar + "party.ics")
            #expect(Array(buffer: response.body) == Array(party.utf8))
            #expect(response.headers[.eTag] == tag)
        }
    }

    @Test(arguments: [
        #"<C:prop-filter name="CONFERENCE"><C:text-match>tel:+1-412</C:text-match></C:prop-filter>"#,
        """
        <C:prop-filter name="CONFERENCE"><C:param-filter name="FEATURE"><C:text-match>moderator</C:text-match>\
        </C:param-filter></C:prop-filter>
        """,
        """
        <C:prop-filter name="CONFERENCE"><C:param-filter name="LABEL"><C:text-match>Dial-in, for</C:text-match>\
        </C:param-filter></C:prop-filter>
        """,
        #"<C:prop-filter name="COLOR"><C:text-match>darkseagreen</C:text-match></C:prop-filter>"#,
        """
        <C:prop-filter name="IMAGE"><C:param-filter name="DISPLAY"><C:text-match>THUMBNAIL</C:text-match>\
        </C:param-filter></C:prop-filter>
        """,
        """
        <C:prop-filter name="ATTENDEE"><C:param-filter name="EMAIL"><C:text-match>bea@example.com</C:text-match>\
        </C:param-filter></C:prop-filter>
        """,
    ])
    func `RFC 7986 §5, §6 an event is found by its new properties and parameters`(filter: String) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "party.ics", party)
            try await front.put(calendar + "plain.ics", TimedEvent.text(uid: "plain", start: ":20240110T100000Z"))
            let event = #"<C:comp-filter name="VEVENT">\#(filter)</C:comp-filter>"#
            #expect(try await names(event, on: front) == [calendar + "party.ics"])
        }
    }

    @Test(arguments: ["COLOR", "IMAGE", "CONFERENCE"])
    func `RFC 7986 §5 an event is found by a new property that it does not have`(name: String) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "party.ics", party)
            try await front.put(calendar + "plain.ics", TimedEvent.text(uid: "plain", start: ":20240110T100000Z"))
            let absent = #"<C:prop-filter name="\#(name)"><C:is-not-defined/></C:prop-filter>"#
            let event = #"<C:comp-filter name="VEVENT">\#(absent)</C:comp-filter>"#
            #expect(try await names(event, on: front) == [calendar + "plain.ics"])
        }
    }

    @Test(arguments: [
        ("NAME", "vacation"), ("DESCRIPTION", "everybody"), ("UID", "5fc53010"), ("LAST-MODIFIED", "20240101"),
        ("URL", "vacations"), ("CATEGORIES", "leisure"), ("REFRESH-INTERVAL", "P1W"), ("SOURCE", "holidays.ics"),
        ("COLOR", "turquoise"), ("IMAGE", "logo.png"),
    ])
    func `RFC 7986 §5 an object is found by the new properties of the whole`(
        name: String,
        text: String
    ) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "party.ics", party)
            try await front.put(calendar + "plain.ics", TimedEvent.text(uid: "plain", start: ":20240110T100000Z"))
            let match = #"<C:prop-filter name="\#(name)"><C:text-match>\#(text)</C:text-match></C:prop-filter>"#
            #expect(try await names(match, on: front) == [calendar + "party.ics"])
            let event = #"<C:comp-filter name="VEVENT">\#(match)</C:comp-filter>"#
            #expect(try await names(event, on: front) == [], "the event itself has no such property")
        }
    }

    @Test func `RFC 4791 §9.6.1 a report tells the new properties that it is asked for, and no others`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "party.ics", party)
            let body = """
                <C:calendar-multiget><D:prop><C:calendar-data><C:comp name="VCALENDAR"><C:prop name="NAME"/>\
                <C:comp name="VEVENT"><C:prop name="CONFERENCE"/></C:comp></C:comp></C:calendar-data></D:prop>\
                <D:href>\(calendar)party.ics</D:href></C:calendar-multiget>
                """
            let answer = try Multistatus(try await front.report(body, at: calendar))
            let text = try answer.found(CalendarElement.calendarData, of: calendar + "party.ics").text
            let told = text.split(whereSeparator: \.isNewline).map { $0.prefix { !":;".contains($0) } }
            #expect(
                told == [
                    "BEGIN", "NAME", "NAME", "BEGIN", "CONFERENCE", "CONFERENCE", "END", "END",
                ]
            )
        }
    }
}
