import CalDAV
import ICalendar
import Testing
import WebDAV

/// The examples of RFC 4791 §7.8 on the data of its appendix B.
@Suite struct CalendarQueryExampleTests {
    private func found(_ query: String) throws -> [String] {
        let filter = try RFC4791Queries.parse(query).filter
        return try AppendixB.resources.keys.sorted().filter { try filter.matches(AppendixB.resource($0)) }
    }

    /// Returns the lines of each component that the query returns of a resource, those of VCALENDAR first.
    private func data(_ query: String, of name: String) throws -> [Set<String>] {
        let request = try #require(try RFC4791Queries.parse(query).calendarData)
        let object = try request.applied(to: AppendixB.resource(name))
        let calendar = object.calendar.properties.map(Self.line)
        return [Set(calendar)] + object.calendar.components.map { Set($0.properties.map(Self.line)) }
    }

    private static func line(_ property: Property) -> String {
        let parameters = property.parameters.map { ";\($0.name)=\($0.values.joined(separator: ","))" }.joined()
        return "\(property.name)\(parameters):\(property.value)"
    }

    @Test(arguments: [
        (RFC4791Queries.partialRetrieval, ["abcd2.ics", "abcd3.ics"]),
        (RFC4791Queries.limitedRecurrence, ["abcd2.ics", "abcd3.ics"]),
        (RFC4791Queries.expandedRecurrence, ["abcd2.ics", "abcd3.ics"]),
        (RFC4791Queries.freeBusy, ["abcd8.ics"]), (RFC4791Queries.todosByAlarm, ["abcd5.ics"]),
        (RFC4791Queries.eventByUID, ["abcd3.ics"]), (RFC4791Queries.eventsByPartstat, ["abcd3.ics"]),
        (RFC4791Queries.events, ["abcd1.ics", "abcd2.ics", "abcd3.ics"]),
        (RFC4791Queries.pendingTodos, ["abcd4.ics", "abcd5.ics"]),
    ])
    func `RFC 4791 §7.8.1 to §7.8.9 each query finds what the example finds`(query: String, names: [String]) throws {
        #expect(try found(query) == names)
    }

    @Test func `RFC 4791 §7.8.10 every property can be searched, so that the example is no error`() throws {
        #expect(try found(RFC4791Queries.unusualProperty).isEmpty)
        let other = RFC4791Queries.unusualProperty.replacing(">ABC<", with: ">e1cx5dr<")
        #expect(try found(other) == ["abcd3.ics"])
    }

    @Test func `RFC 4791 §7.8.1 only the parts that are asked for come`() throws {
        let data = try data(RFC4791Queries.partialRetrieval, of: "abcd3.ics")
        #expect(data[0] == ["VERSION:2.0"])
        #expect(data[1].contains("TZID:US/Eastern"))
        #expect(
            data[2] == [
                "DTSTART;TZID=US/Eastern:20060104T100000", "DURATION:PT1H", "SUMMARY:Event #3",
                "UID:DC6C50A017428C5216A2F1CD@example.com",
            ]
        )
    }

    @Test func `RFC 4791 §7.8.2 the override of the range comes with the master, the other one does not`() throws {
        let data = try data(RFC4791Queries.limitedRecurrence, of: "abcd2.ics")
        #expect(data.count == 4)
        #expect(data[2].contains("RRULE:FREQ=DAILY;COUNT=5"))
        #expect(data[3].contains("SUMMARY:Event #2 bis"))
    }

    @Test func `RFC 4791 §7.8.3 each instance is a component in UTC`() throws {
        let uid = "UID:00959BC664CA650E933C892C@example.com"
        let stamp = "DTSTAMP:20060206T001121Z"
        #expect(
            try data(RFC4791Queries.expandedRecurrence, of: "abcd2.ics") == [
                ["VERSION:2.0", "PRODID:-//Example Corp.//CalDAV Client//EN"],
                [
                    "DTSTART:20060103T170000Z", "RECURRENCE-ID:20060103T170000Z", stamp, "DURATION:PT1H",
                    "SUMMARY:Event #2", uid,
                ],
                [
                    "DTSTART:20060104T190000Z", "RECURRENCE-ID:20060104T170000Z", stamp, "DURATION:PT1H",
                    "SUMMARY:Event #2 bis", uid,
                ],
            ]
        )
    }

    @Test func `RFC 4791 §7.8.3 an event that does not recur is in UTC and has no RECURRENCE-ID`() throws {
        let event = try data(RFC4791Queries.expandedRecurrence, of: "abcd3.ics")[1]
        #expect(event.contains("DTSTART:20060104T150000Z"))
        #expect(!event.contains { $0.hasPrefix("RECURRENCE-ID") || $0.contains("TZID") })
        #expect(event.count == 12)
    }

    @Test func `RFC 4791 §7.8.4 only the FREEBUSY of the range comes`() throws {
        let busy = try data(RFC4791Queries.freeBusy, of: "abcd8.ics")[1].filter { $0.hasPrefix("FREEBUSY") }
        #expect(busy == ["FREEBUSY;FBTYPE=BUSY-TENTATIVE:20060102T100000Z/20060102T120000Z"])
    }
}
