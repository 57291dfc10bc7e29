import Foundation
import ICalendar
import Recurrence
import Testing

@Suite("Recurrence against python-dateutil")
struct DateutilFixtureTests {
    @Test func `each rule of the fixture has the instants that python-dateutil finds`() throws {
        let cases = try RuleCase.all()
        #expect(cases.count >= 1_000)
        for one in cases {
            let set = try one.set()
            let first = try set.instances(overlapping: UTCTime.distantPast..<one.endOfFirst)
            #expect(first.map(\.utcStart) == one.first, "\(one): the first instances")
            let window = try set.instances(overlapping: one.window)
            #expect(window.map(\.utcStart) == one.inWindow, "\(one): the instances in \(one.window)")
        }
    }

    @Test func `each rule of the fixture is the same when walked from the first instance`() throws {
        for one in try RuleCase.all() where one.first.count == 12 {
            var iterator = try one.set().makeIterator()
            var walked: [UTCTime] = []
            while walked.count < 14, let instance = try iterator.next() { walked.append(instance.utcStart) }
            #expect(Array(walked.sorted().prefix(12)) == one.first, "\(one)")
        }
    }

    @Test func `each first instance of the fixture is contained, and no time beside it`() throws {
        for one in try RuleCase.all() {
            let set = try one.set()
            for time in one.first { #expect(try set.contains(one.value(time)), "\(one): \(time)") }
            guard let first = one.first.first, !one.isAllDay else { continue }
            let before = first.adding(seconds: -1)
            #expect(try !set.contains(.utc(before)), "\(one): \(before)")
        }
    }

    @Test func `a rule without COUNT reaches a window 50 years on with less work than ten years have days`() throws {
        var mostWork = 0
        for one in try RuleCase.all() where one.isUnboundedRule {
            var iterator = try one.set().makeIterator(from: one.window.lowerBound, before: one.window.upperBound)
            for _ in one.inWindow { _ = try iterator.next() }
            mostWork = max(mostWork, iterator.work)
        }
        #expect((1..<3_653).contains(mostWork), "\(mostWork) steps")
    }
}

/// One line of `rules.tsv`.
struct RuleCase: CustomStringConvertible {
    private let fields: [String]
    /// The time before which the line is complete.
    let end: UTCTime
    /// The first instances before the end, at most 12.
    let first: [UTCTime]
    /// A range far from the first instance.
    let window: Range<UTCTime>
    /// The instances in that range.
    let inWindow: [UTCTime]

    /// Reads all lines of the file.
    static func all() throws -> [RuleCase] {
        try Fixture.lines(of: "rules.tsv").map(RuleCase.init)
    }

    /// Reads a line.
    init(_ line: Substring) throws {
        fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        try #require(fields.count == 11)
        end = try Fixture.instant(fields[6])
        first = try Fixture.instants(fields[7])
        window = try Fixture.instant(fields[8])..<Fixture.instant(fields[9])
        inWindow = try Fixture.instants(fields[10])
    }

    /// The time just after the last of the first instances, or the time up to which there are no more.
    var endOfFirst: UTCTime { first.count == 12 ? first[11].adding(seconds: 1) : end }

    /// Whether DTSTART is a DATE.
    var isAllDay: Bool { fields[0] == "DATE" }

    /// Whether all instances are of one rule without an end.
    var isUnboundedRule: Bool {
        !fields[2].contains("COUNT") && !fields[2].contains("UNTIL") && fields[3].isEmpty && fields[4].isEmpty
    }

    /// The recurrence ID in the form of the series.
    func value(_ time: UTCTime) -> CalendarTime {
        isAllDay ? .date(time.civil.date) : .utc(time)
    }

    /// Makes the event of the line.
    func set() throws -> RecurrenceSet {
        var lines = ["DTSTART\(parameters):\(fields[1])", "RRULE:\(fields[2])"]
        if !fields[3].isEmpty { lines.append("EXRULE:\(fields[3])") }
        for value in fields[4].split(separator: ",") {
            lines.append("RDATE\(parameters)\(value.contains("/") ? ";VALUE=PERIOD" : ""):\(value)")
        }
        if !fields[5].isEmpty { lines.append("EXDATE\(isAllDay ? ";VALUE=DATE" : ""):\(fields[5])") }
        return try RecurrenceSet(of: Fixture.resource(lines))
    }

    private var parameters: String {
        switch fields[0] {
        case "DATE": ";VALUE=DATE"
        case "FLOATING", "UTC": ""
        default: ";TZID=\(fields[0])"
        }
    }

    /// The zone, the properties, for reports.
    var description: String { fields[0...5].joined(separator: " ") }
}
