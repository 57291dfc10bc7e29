import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct MultigetReportTests {
    private let calendar = "/calendars/alice/calendar/"

    private func multiget(
        _ hrefs: [String],
        data: XMLElement = XMLElement(CalendarElement.calendarData),
        at uri: String? = nil,
        as user: String = "alice",
        on front: TestFront
    ) async throws -> TestResponse {
        let prop = XMLElement(DAVElement.prop, [XMLElement(DAVProperty.getETag), data])
        let children = [prop] + hrefs.map { XMLElement(DAVElement.href, text: $0) }
        let body = XMLDocument.serialise(XMLElement(CalendarElement.calendarMultiget, children))
        return try await front.send("REPORT", uri ?? calendar, as: user, ["Depth": "1"], octets: body)
    }

    @Test func `RFC 4791 §7.9 each href is answered, in order and as it was written`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(calendar + "a%20b.ics", SampleEvent.text())
            let hrefs = [
                calendar + "none.ics", "http://cal.example.com" + calendar + "a%20b.ics", calendar + "a b.ics",
                "/calendars/alice/tasks/a%20b.ics", "/elsewhere", "not an href",
            ]
            let answer = try Multistatus(try await multiget(hrefs, on: front))
            #expect(answer.hrefs == hrefs)
            for href in hrefs[1...2] {
                #expect(try answer.found(DAVProperty.getETag, of: href).text == tag)
                #expect(try answer.found(CalendarElement.calendarData, of: href).text == SampleEvent.text())
            }
            for href in [hrefs[0]] + hrefs[3...] {
                #expect(answer.entries[href]?.status == "HTTP/1.1 404 Not Found")
            }
        }
    }

    @Test func `many objects come in batches, with unusual characters intact`() async throws {
        try await TestFront.run { front in
            let hrefs = (0..<130).map { calendar + "\($0).ics" }
            for (number, href) in hrefs.enumerated() {
                try await front.put(href, SampleEvent.text(uid: "e\(number)", summary: "<&]]> \(number) 🎉"))
            }
            let answer = try Multistatus(try await multiget(hrefs, on: front))
            #expect(answer.hrefs == hrefs)
            for (number, href) in hrefs.enumerated() {
                let expected = SampleEvent.text(uid: "e\(number)", summary: "<&]]> \(number) 🎉")
                #expect(try answer.found(CalendarElement.calendarData, of: href).text == expected)
            }
        }
    }

    @Test func `RFC 4918 §14.24 large objects, and an absent one, are answered in order, each href once`() async throws
    {
        try await TestFront.run { front in
            let summary = String(repeating: "a", count: 700_000)
            for number in 0..<3 {
                try await front.put(calendar + "\(number).ics", SampleEvent.text(uid: "e\(number)", summary: summary))
            }
            let hrefs = ["2", "0", "none", "1"].map { calendar + $0 + ".ics" }
            let answer = try Multistatus(try await multiget(hrefs + hrefs.prefix(2), on: front))
            #expect(answer.hrefs == hrefs)
            for number in 0..<3 {
                let data = try answer.found(CalendarElement.calendarData, of: calendar + "\(number).ics").text
                #expect(data.utf8.count > 700_000 && data.contains("UID:e\(number)\r\n"))
            }
        }
    }

    @Test func `names of the same characters in other octets are two objects`() async throws {
        try await TestFront.run { front in
            let hrefs = [calendar + "%C3%A9.ics", calendar + "e%CC%81.ics"]
            let tags = [
                try await front.put(hrefs[0], SampleEvent.text(uid: "composed")),
                try await front.put(hrefs[1], SampleEvent.text(uid: "decomposed")),
            ]
            let answer = try Multistatus(try await multiget(hrefs, on: front))
            for (href, tag) in zip(hrefs, tags) {
                #expect(try answer.found(DAVProperty.getETag, of: href).text == tag)
            }
        }
    }

    @Test func `RFC 5545 §3.1 data folded within a character is unfolded, as XML could not carry it`() async throws {
        let octets = Array(SampleEvent.text(summary: "é").utf8)
        let place = try #require(octets.firstIndex(of: 0xC3))
        let folded = Array(octets[...place]) + Array("\r\n ".utf8) + Array(octets[(place + 1)...])
        try await TestFront.run { front in
            _ = try await front.send("PUT", calendar + "a.ics", ["Content-Type": "text/calendar"], octets: folded)
            let answer = try Multistatus(try await multiget([calendar + "a.ics"], on: front))
            let data = try answer.found(CalendarElement.calendarData, of: calendar + "a.ics").text
            #expect(data.contains("SUMMARY:é\r\n"))
        }
    }

    @Test func `RFC 4791 §9.6 only the components and properties that are asked for come`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let comp = { (name: String, children: [XMLElement]) in
                XMLElement(CalendarElement.comp, attributes: [XMLAttribute("name", name)], children)
            }
            let uid = XMLElement(CalendarElement.prop, attributes: [XMLAttribute("name", "UID")])
            let data = XMLElement(CalendarElement.calendarData, [comp("VCALENDAR", [comp("VEVENT", [uid])])])
            let answer = try Multistatus(try await multiget([calendar + "a.ics"], data: data, on: front))
            let text = try answer.found(CalendarElement.calendarData, of: calendar + "a.ics").text
            #expect(
                text == "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:e1@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            )
        }
    }

    @Test func `RFC 4791 §7.9 on an object only that object is found`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            try await front.put(calendar + "b.ics", SampleEvent.text(uid: "b"))
            let hrefs = [calendar + "a.ics", calendar + "b.ics"]
            let answer = try Multistatus(try await multiget(hrefs, at: calendar + "a.ics", on: front))
            #expect(answer.entries[hrefs[0]]?.status == nil)
            #expect(answer.entries[hrefs[1]]?.status == "HTTP/1.1 404 Not Found")
        }
    }

    @Test func `RFC 4791 §7.9 data of another type is refused with supported-calendar-data`() async throws {
        try await TestFront.run { front in
            let attributes = [XMLAttribute("content-type", "application/calendar+json")]
            let data = XMLElement(CalendarElement.calendarData, attributes: attributes)
            let response = try await multiget([calendar + "a.ics"], data: data, on: front)
            #expect(try precondition(of: response)?.name == XMLName(caldav: "supported-calendar-data"))
        }
    }

    @Test(arguments: ["0", "infinity", nil])
    func `RFC 4791 §7.9 the Depth field is ignored`(depth: String?) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let body = "<C:calendar-multiget><D:prop/><D:href>\(calendar)a.ics</D:href></C:calendar-multiget>"
            let answer = try Multistatus(try await front.report(body, at: calendar, depth: depth))
            #expect(answer.entries[calendar + "a.ics"]?.status == nil)
        }
    }

    @Test func `RFC 3253 §3.6 an unknown report is refused with supported-report`() async throws {
        try await TestFront.run { front in
            let response = try await front.report("<D:version-tree/>", at: calendar)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(dav: "supported-report"))
        }
    }

    @Test func `a stranger gets nothing`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let response = try await multiget([calendar + "a.ics"], as: "bob", on: front)
            #expect(response.status == .forbidden)
            let own = try Multistatus(
                try await multiget([calendar + "a.ics"], at: "/calendars/bob/calendar/", as: "bob", on: front)
            )
            #expect(own.entries[calendar + "a.ics"]?.status == "HTTP/1.1 404 Not Found")
        }
    }
}
