import CalDAV
import ICalendar
import Recurrence
import Testing

/// The tables of RFC 4791 §9.9, row by row, with ranges at and around each edge.
///
/// Ranges and times are hours of one day, from which `tests` makes times in UTC.
@Suite struct TimeRangeTableTests {
    /// A row: the lines of a component, the ranges that overlap it and those that do not.
    struct Row: CustomTestStringConvertible, Sendable {
        let lines: [String]
        let overlapping: [(Int, Int)]
        let apart: [(Int, Int)]

        var testDescription: String { lines.joined(separator: " ") }
    }

    private static func time(_ hour: Int) -> String {
        let day = UTCTime(parsing: "20060104T000000Z") ?? .distantPast
        return day.adding(seconds: hour * 3_600).description
    }

    private func overlaps(_ resource: CalendarObjectResource, _ name: String, _ range: (Int, Int)) throws -> Bool {
        let start = try #require(UTCTime(parsing: Self.time(range.0)))
        let end = try #require(UTCTime(parsing: Self.time(range.1)))
        let tests = ComponentFilter.Tests(timeRange: TimeRange(start..<end))
        let names = name.split(separator: ".").map(String.init)
        let innermost = ComponentFilter(names[names.count - 1], .isDefined(tests))
        let filter = names.dropLast().reversed().reduce(innermost) { inner, name in
            ComponentFilter(name, .isDefined(.init(components: [inner])))
        }
        return try CalendarFilter(.init(components: [filter])).matches(resource)
    }

    private func check(_ row: Row, of name: String, within component: String) throws {
        let resource = try CalendarText.resource(component, row.lines)
        for range in row.overlapping {
            #expect(try overlaps(resource, name, range), "\(range) overlaps")
        }
        for range in row.apart {
            #expect(try !overlaps(resource, name, range), "\(range) does not overlap")
        }
    }

    private static let events = [
        // | Y | N | N | * | (start < DTEND AND end > DTSTART) |
        Row(
            lines: ["DTSTART:\(time(10))", "DTEND:\(time(12))"],
            overlapping: [(10, 11), (11, 12), (9, 11), (11, 13), (8, 14)],
            apart: [(8, 10), (12, 14), (13, 14)]
        ),
        Row(
            lines: ["DTSTART:\(time(10))", "DTEND:\(time(10))"],
            overlapping: [(9, 11)],
            apart: [(10, 11), (9, 10)]
        ),
        // | N | Y | Y | * | (start < DTSTART+DURATION AND end > DTSTART) |
        Row(
            lines: ["DTSTART:\(time(10))", "DURATION:PT2H"],
            overlapping: [(10, 11), (11, 12), (8, 14)],
            apart: [(8, 10), (12, 14)]
        ),
        // | N | Y | N | * | (start <= DTSTART AND end > DTSTART) |
        Row(
            lines: ["DTSTART:\(time(10))", "DURATION:PT0S"],
            overlapping: [(10, 11), (9, 11)],
            apart: [(9, 10), (11, 12)]
        ),
        // | N | N | N | Y | (start <= DTSTART AND end > DTSTART) |
        Row(lines: ["DTSTART:\(time(10))"], overlapping: [(10, 11), (9, 11)], apart: [(9, 10), (11, 12)]),
        // | N | N | N | N | (start < DTSTART+P1D AND end > DTSTART) |
        Row(
            lines: ["DTSTART;VALUE=DATE:20060104"],
            overlapping: [(-1, 1), (0, 1), (23, 25)],
            apart: [(-2, 0), (24, 25)]
        ),
    ]

    @Test(arguments: events)
    func `RFC 4791 §9.9 VEVENT`(row: Row) throws {
        try check(row, of: "VEVENT", within: "VEVENT")
    }

    private static let todos = [
        // | Y | Y | N | * | * | (start <= DTSTART+DURATION) AND ((end > DTSTART) OR (end >= DTSTART+DURATION)) |
        Row(
            lines: ["DTSTART:\(time(10))", "DURATION:PT2H"],
            overlapping: [(12, 13), (10, 11), (9, 11)],
            apart: [(13, 14), (9, 10)]
        ),
        Row(
            lines: ["DTSTART:\(time(10))", "DURATION:PT0S"],
            overlapping: [(9, 10), (10, 11)],
            apart: [(8, 9), (11, 12)]
        ),
        // | Y | N | Y | * | * | ((start < DUE) OR (start <= DTSTART)) AND ((end > DTSTART) OR (end >= DUE)) |
        Row(
            lines: ["DTSTART:\(time(10))", "DUE:\(time(12))"],
            overlapping: [(11, 12), (10, 11), (9, 11)],
            apart: [(12, 13), (9, 10)]
        ),
        Row(
            lines: ["DTSTART:\(time(10))", "DUE:\(time(10))"],
            overlapping: [(10, 11), (9, 10)],
            apart: [(11, 12), (8, 9)]
        ),
        // | Y | N | N | * | * | (start <= DTSTART) AND (end > DTSTART) |
        Row(
            lines: ["DTSTART:\(time(10))", "COMPLETED:\(time(20))"],
            overlapping: [(10, 11), (9, 11)],
            apart: [(9, 10), (11, 21)]
        ),
        // | N | N | Y | * | * | (start < DUE) AND (end >= DUE) |
        Row(
            lines: ["DUE:\(time(12))", "CREATED:\(time(1))"],
            overlapping: [(11, 12), (11, 13)],
            apart: [(12, 13), (10, 11)]
        ),
        // | N | N | N | Y | Y | ((start <= CREATED) OR (start <= COMPLETED)) AND ((end >= CREATED) OR (end >= COMPLETED)) |
        Row(
            lines: ["CREATED:\(time(10))", "COMPLETED:\(time(12))"],
            overlapping: [(12, 13), (9, 10), (11, 12)],
            apart: [(13, 14), (8, 9)]
        ),
        // | N | N | N | Y | N | (start <= COMPLETED) AND (end >= COMPLETED) |
        Row(lines: ["COMPLETED:\(time(12))"], overlapping: [(12, 13), (11, 12)], apart: [(13, 14), (10, 11)]),
        // | N | N | N | N | Y | (end > CREATED) |
        Row(lines: ["CREATED:\(time(10))"], overlapping: [(10, 11), (90, 100)], apart: [(9, 10), (1, 2)]),
        // | N | N | N | N | N | TRUE |
        Row(lines: ["SUMMARY:some day"], overlapping: [(1, 2), (90, 100)], apart: []),
    ]

    @Test(arguments: todos)
    func `RFC 4791 §9.9 VTODO`(row: Row) throws {
        try check(row, of: "VTODO", within: "VTODO")
    }

    private static let journals = [
        // | Y | Y | (start <= DTSTART) AND (end > DTSTART) |
        Row(lines: ["DTSTART:\(time(10))"], overlapping: [(10, 11), (9, 11)], apart: [(9, 10), (11, 12)]),
        // | Y | N | (start < DTSTART+P1D) AND (end > DTSTART) |
        Row(lines: ["DTSTART;VALUE=DATE:20060104"], overlapping: [(0, 1), (23, 24)], apart: [(-1, 0), (24, 25)]),
        // | N | * | FALSE |
        Row(lines: ["SUMMARY:a"], overlapping: [], apart: [(0, 24)]),
    ]

    @Test(arguments: journals)
    func `RFC 4791 §9.9 VJOURNAL`(row: Row) throws {
        try check(row, of: "VJOURNAL", within: "VJOURNAL")
    }

    private static let freeBusy = [
        // | Y | * | (start <= DTEND) AND (end > DTSTART) |
        Row(
            lines: ["DTSTART:\(time(10))", "DTEND:\(time(12))", "FREEBUSY:\(time(20))/PT1H"],
            overlapping: [(12, 13), (10, 11), (9, 11)],
            apart: [(9, 10), (13, 14), (20, 21)]
        ),
        // | N | Y | (start < freebusy-period-end) AND (end > freebusy-period-start) |
        Row(
            lines: [
                "DTSTART:\(time(1))", "FREEBUSY;FBTYPE=FREE:\(time(10))/\(time(11)),\(time(15))/PT1H",
                "FREEBUSY:\(time(20))/PT1H",
            ],
            overlapping: [(10, 11), (9, 13), (15, 16), (20, 21)],
            apart: [(1, 2), (9, 10), (11, 12), (12, 15), (16, 17), (21, 22)]
        ),
        // | N | N | FALSE |
        Row(lines: ["DTSTART:\(time(10))", "DURATION:PT1H"], overlapping: [], apart: [(0, 24)]),
    ]

    @Test(arguments: freeBusy)
    func `RFC 4791 §9.9 VFREEBUSY`(row: Row) throws {
        try check(row, of: "VFREEBUSY", within: "VFREEBUSY")
    }

    private static func alarm(_ lines: String...) -> [String] {
        ["BEGIN:VALARM", "ACTION:AUDIO"] + lines + ["END:VALARM"]
    }

    private static let alarms = [
        // (start <= trigger-time) AND (end > trigger-time)
        Row(
            lines: ["DTSTART:\(time(10))", "DTEND:\(time(12))"] + alarm("TRIGGER:-PT1H"),
            overlapping: [(9, 10), (8, 10)],
            apart: [(8, 9), (10, 12)]
        ),
        Row(
            lines: ["DTSTART:\(time(10))", "DTEND:\(time(12))"] + alarm("TRIGGER;RELATED=END:PT1H"),
            overlapping: [(13, 14)],
            apart: [(10, 13), (14, 15)]
        ),
        Row(
            lines: ["DTSTART:\(time(10))"] + alarm("TRIGGER;VALUE=DATE-TIME:\(time(90))"),
            overlapping: [(90, 91)],
            apart: [(9, 11), (89, 90)]
        ),
        Row(
            lines: ["DTSTART:\(time(200))"] + alarm("TRIGGER:-P1W"),
            overlapping: [(32, 33)],
            apart: [(31, 32), (200, 201)]
        ),
        // "at least one of its triggers overlaps the time range"
        Row(
            lines: ["DTSTART:\(time(10))"] + alarm("TRIGGER:PT0S", "REPEAT:2", "DURATION:PT2H"),
            overlapping: [(10, 11), (12, 13), (14, 15)],
            apart: [(11, 12), (13, 14), (16, 17)]
        ),
        Row(lines: ["DTSTART:\(time(10))"] + alarm("TRIGGER:nonsense"), overlapping: [], apart: [(0, 24)]),
        Row(lines: ["DTSTART:\(time(10))"], overlapping: [], apart: [(0, 24)]),
    ]

    @Test(arguments: alarms)
    func `RFC 4791 §9.9 VALARM`(row: Row) throws {
        try check(row, of: "VEVENT.VALARM", within: "VEVENT")
    }

    @Test func `RFC 4791 §9.9 an alarm with a time of its own needs no date of its to-do`() throws {
        let row = Row(
            lines: ["SUMMARY:some day"] + Self.alarm("TRIGGER;VALUE=DATE-TIME:\(Self.time(90))"),
            overlapping: [(90, 91)],
            apart: [(0, 24)]
        )
        try check(row, of: "VTODO.VALARM", within: "VTODO")
    }
}
