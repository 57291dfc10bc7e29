import ICalendar
import Recurrence
import Testing

@Suite("Expansion")
struct ExpansionTests {
    private func expand(_ components: [String], from: String, to: String) throws -> [[String]] {
        let set = try RecurrenceSet(of: Fixture.resource(components: components))
        let range = try #require(UTCTime(parsing: from))..<#require(UTCTime(parsing: to))
        return try set.expanded(overlapping: range).map { component in
            component.properties.filter { !["UID", "DTSTAMP"].contains($0.name) }.map(line)
        }
    }

    private func line(_ property: Property) -> String {
        let parameters = property.parameters.map { ";\($0.name)=\($0.values[0])" }
        return "\(property.name)\(parameters.joined()):\(property.value)"
    }

    @Test func `RFC 4791 §7.8.3 the example's recurring event is expanded`() throws {
        let master = Fixture.component(
            "VEVENT",
            [
                "DTSTART;TZID=US/Eastern:20060102T120000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=5",
                "SUMMARY:Event #2",
            ]
        )
        let override = Fixture.component(
            "VEVENT",
            [
                "DTSTART;TZID=US/Eastern:20060104T140000", "DURATION:PT1H",
                "RECURRENCE-ID;TZID=US/Eastern:20060104T120000", "SUMMARY:Event #2 bis",
            ]
        )
        let found = try expand(
            Fixture.easternTime(named: "US/Eastern") + master + override,
            from: "20060103T000000Z",
            to: "20060105T000000Z"
        )
        #expect(
            found == [
                ["DTSTART:20060103T170000Z", "DURATION:PT1H", "SUMMARY:Event #2", "RECURRENCE-ID:20060103T170000Z"],
                [
                    "DTSTART:20060104T190000Z", "DURATION:PT1H", "SUMMARY:Event #2 bis",
                    "RECURRENCE-ID:20060104T170000Z",
                ],
            ]
        )
    }

    @Test func `RFC 4791 §9.6.5 no recurrence property and no time zone is left`() throws {
        let found = try expand(
            Fixture.component(
                "VEVENT",
                [
                    "DTSTART;TZID=Europe/Berlin:20240101T090000", "DTEND;TZID=Asia/Tokyo:20240101T190000",
                    "RRULE:FREQ=DAILY;COUNT=4", "RDATE;TZID=Europe/Berlin:20240110T090000",
                    "EXDATE;TZID=Europe/Berlin:20240102T090000", "EXRULE:FREQ=DAILY;INTERVAL=3;COUNT=1",
                    "X-SEEN;TZID=Europe/Berlin;X-A=b:20240101T120000",
                ]
            ),
            from: "20240103T000000Z",
            to: "20240104T000000Z"
        )
        #expect(
            found == [
                [
                    "DTSTART:20240103T080000Z", "DTEND:20240103T100000Z", "X-SEEN;X-A=b:20240101T110000Z",
                    "RECURRENCE-ID:20240103T080000Z",
                ]
            ]
        )
    }

    @Test func `RFC 4791 §9.6.5 dates and floating times stay what they are`() throws {
        let days = Fixture.component(
            "VEVENT",
            [
                "DTSTART;VALUE=DATE:20240101", "DTEND;VALUE=DATE:20240103", "RRULE:FREQ=WEEKLY",
            ]
        )
        #expect(
            try expand(days, from: "20240108T120000Z", to: "20240108T130000Z") == [
                ["DTSTART;VALUE=DATE:20240108", "DTEND;VALUE=DATE:20240110", "RECURRENCE-ID;VALUE=DATE:20240108"]
            ]
        )
        let floating = Fixture.component("VEVENT", ["DTSTART:20240101T090000", "RRULE:FREQ=WEEKLY"])
        #expect(
            try expand(floating, from: "20240108T080000Z", to: "20240108T130000Z") == [
                ["DTSTART:20240108T090000", "RECURRENCE-ID:20240108T090000"]
            ]
        )
    }

    @Test func `a DURATION that no longer says the end becomes DTEND`() throws {
        let event = Fixture.component(
            "VEVENT",
            [
                "DTSTART;TZID=America/New_York:20240302T120000", "DURATION:P1D", "RRULE:FREQ=WEEKLY;COUNT=2",
                "RDATE;VALUE=PERIOD:20240401T120000Z/PT3H",
            ]
        )
        #expect(
            try expand(event, from: "20240301T000000Z", to: "20240501T000000Z") == [
                ["DTSTART:20240302T170000Z", "DURATION:P1D", "RECURRENCE-ID:20240302T170000Z"],
                ["DTSTART:20240309T170000Z", "DTEND:20240310T160000Z", "RECURRENCE-ID:20240309T170000Z"],
                ["DTSTART:20240401T120000Z", "DTEND:20240401T150000Z", "RECURRENCE-ID:20240401T120000Z"],
            ]
        )
    }

    @Test func `an event that does not recur gets no RECURRENCE-ID`() throws {
        let event = Fixture.component("VEVENT", ["DTSTART;TZID=Europe/Berlin:20240101T090000"])
        #expect(try expand(event, from: "20240101T000000Z", to: "20240102T000000Z") == [["DTSTART:20240101T080000Z"]])
    }

    @Test func `a to-do moves with DUE`() throws {
        let todo = Fixture.component("VTODO", ["DUE;TZID=Europe/Berlin:20240101T090000", "RRULE:FREQ=DAILY"])
        #expect(
            try expand(todo, from: "20240105T000000Z", to: "20240106T000000Z") == [
                ["DUE:20240105T080000Z", "RECURRENCE-ID:20240105T080000Z"]
            ]
        )
    }
}
