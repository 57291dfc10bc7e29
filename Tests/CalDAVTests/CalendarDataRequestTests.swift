import CalDAV
import ICalendar
import Recurrence
import Testing
import WebDAV

@Suite struct CalendarDataRequestTests {
    private func request(_ text: String) throws -> CalendarDataRequest {
        try CalendarDataRequest(XMLDocument.parse(Array(text.utf8)))
    }

    private func data(_ inner: String, attributes: String = "") -> String {
        "<calendar-data xmlns='urn:ietf:params:xml:ns:caldav' \(attributes)>\(inner)</calendar-data>"
    }

    private func range(_ start: String, _ end: String) -> String {
        data("<expand start='\(start)' end='\(end)'/>")
    }

    @Test func `RFC 4791 §7.8.1 the components and properties that are asked for remain`() throws {
        let request = try request(RFC4791Examples.partialCalendarData)
        #expect(!request.wantsWholeObject)
        let object = try ICalendarObject(parsing: RFC4791Examples.recurringEvent)
        #expect(request.selected(from: object).serialised() == RFC4791Examples.recurringEventInPart)
    }

    @Test func `RFC 4791 §9.6.2 and §9.6.3 all components and all properties remain`() throws {
        let all = data("<comp name='vcalendar'><allprop/><allcomp/></comp>")
        let object = try ICalendarObject(parsing: RFC4791Examples.recurringEvent)
        #expect(try request(all).selected(from: object).serialised() == RFC4791Examples.recurringEvent)
    }

    @Test func `RFC 4791 §9.6.4 novalue leaves out the value`() throws {
        let text = data("<comp name='VCALENDAR'><prop name='PRODID' novalue='yes'/></comp>")
        let object = try ICalendarObject(parsing: RFC4791Examples.recurringEvent)
        let selected = String(decoding: try request(text).selected(from: object).serialised(), as: UTF8.self)
        #expect(selected == "BEGIN:VCALENDAR\r\nPRODID:\r\nEND:VCALENDAR\r\n")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a selection of thousands of names from thousands of properties takes time linear in both`() throws {
        let names = (0..<20_000).map { "<prop name='X-\($0)'/><comp name='Y-\($0)'/>" }.joined()
        let request = try request(data("<comp name='VCALENDAR'>\(names)</comp>"))
        let lines = (0..<20_000).map { "Z-\($0):\r\nBEGIN:Z-\($0)\r\nEND:Z-\($0)\r\n" }.joined()
        let wanted = "X-7:\r\nBEGIN:y-7\r\nEND:y-7\r\n"
        let object = try ICalendarObject(parsing: Array("BEGIN:VCALENDAR\r\n\(lines)\(wanted)END:VCALENDAR\r\n".utf8))
        let selected = String(decoding: request.selected(from: object).serialised(), as: UTF8.self)
        #expect(selected == "BEGIN:VCALENDAR\r\n\(wanted)END:VCALENDAR\r\n")
    }

    @Test func `a selection of another component selects nothing`() throws {
        let object = try ICalendarObject(parsing: RFC4791Examples.recurringEvent)
        let selected = try request(data("<comp name='VEVENT'/>")).selected(from: object)
        #expect(String(decoding: selected.serialised(), as: UTF8.self) == "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    }

    @Test func `RFC 4791 §7.8.2 and §7.8.3 ranges are read`() throws {
        let limited = try request(RFC4791Examples.limitedRecurrenceSet)
        let expanded = try request(RFC4791Examples.expanded)
        guard case .limited(let limit) = limited.recurrence, case .expanded(let range) = expanded.recurrence else {
            Issue.record("The requests are \(limited) and \(expanded).")
            return
        }
        #expect(limit == range)
        #expect(limit.start.description == "20060103T000000Z")
        #expect(limit.end.description == "20060105T000000Z")
        #expect(!limited.wantsWholeObject && !expanded.wantsWholeObject)
    }

    @Test(arguments: [
        ("20060105T000000Z", "20060103T000000Z"), ("20060103T000000Z", "20060103T000000Z"),
        ("20060103T000000", "20060105T000000"), ("20060103", "20060105"), ("", "20060105T000000Z"),
        ("2006-103T000000Z", "20060105T000000Z"), ("20060103T000000z", "20060105T000000Z"),
    ])
    func `RFC 4791 §9.6.5 a range that is none is refused`(start: String, end: String) {
        #expect(throws: XMLError.self) { try request(range(start, end)) }
    }

    @Test func `RFC 4791 §9.6 expand and limit-recurrence-set exclude each other`() {
        let times = "start='20060103T000000Z' end='20060105T000000Z'"
        #expect(throws: XMLError.self) { try request(data("<expand \(times)/><limit-recurrence-set \(times)/>")) }
    }

    @Test func `RFC 4791 §9.6.1 a component without a name is refused`() {
        #expect(throws: XMLError.self) { try request(data("<comp><prop name='UID'/></comp>")) }
        #expect(throws: XMLError.self) { try request(data("<comp name='VCALENDAR'><prop/></comp>")) }
    }

    @Test(arguments: [
        ("", true), ("content-type='Text/Calendar' version='2.0'", true),
        ("content-type='application/calendar+json'", false),
        ("version='3.0'", false),
    ])
    func `RFC 4791 §9.6 only iCalendar 2.0 can be given`(attributes: String, isSupported: Bool) throws {
        #expect(try request(data("", attributes: attributes)).isSupported == isSupported)
    }
}
