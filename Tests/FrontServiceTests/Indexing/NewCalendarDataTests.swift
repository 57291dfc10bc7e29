import CalendarStore
import FoundationEssentials
import ICalendar
import Testing

@testable import FrontService

@Suite struct NewCalendarDataTests {
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    @Test(arguments: [[], ["RRULE:FREQ=WEEKLY"], ["RRULE:FREQ=DAILY;COUNT=5"], ["RRULE:FREQ=SECONDLY"]])
    func `the entry of new data is that which its object has when it is copied`(lines: [String]) throws {
        let octets = Array(TimedEvent.text(uid: "1", start: ":20231116T120000Z", lines: lines).utf8)
        let data = try CalendarDataBody.parseNew(octets, now: Self.now)
        #expect(data.octets == octets)
        #expect(data.occurrences == OccurrenceIndexEntry(indexing: data.resource, now: Self.now))
        let isTooDear = lines.contains { $0.contains("SECONDLY") }
        #expect((data.occurrences == .notIndexed) == isTooDear)
    }
}
