import Recurrence
import Testing

/// The examples of RFC 5545 §3.8.5.3, with the local times that the RFC lists; "…" there means that the rule goes on.
@Suite("The examples of RFC 5545 §3.8.5.3")
struct RFCExampleTests {
    @Test(arguments: RFCExample.all)
    func `RFC 5545 §3.8.5.3 each example has the instances listed`(example: RFCExample) throws {
        let set = try RecurrenceSet(of: Fixture.resource(example.lines))
        var iterator = set.makeIterator()
        var found: [String] = []
        while found.count < example.times.count, let instance = try iterator.next() {
            found.append(instance.start.description)
        }
        #expect(found == example.times)
        let isAtEnd = try iterator.next() == nil
        #expect(isAtEnd == !example.goesOn)
        #expect(set.isUnbounded == (example.goesOn && !example.rule.contains("UNTIL")))
    }

    @Test(arguments: [
        ("MO", ["19970805", "19970810", "19970819", "19970824"]),
        ("SU", ["19970805", "19970817", "19970819", "19970831"]),
    ])
    func `RFC 5545 §3.8.5.3 WKST changes the weeks that count`(weekStart: String, days: [String]) throws {
        let rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=\(weekStart)"
        let set = try RecurrenceSet(
            of: Fixture.resource(["DTSTART;TZID=America/New_York:19970805T090000", rule])
        )
        let found = try set.instances(overlapping: UTCTime.distantPast..<UTCTime.distantFuture).map(\.start.description)
        #expect(found == days.map { $0 + "T090000" })
    }
}

/// One example: a rule, and its first times.
struct RFCExample: Sendable, CustomTestStringConvertible {
    /// DTSTART, a time in New York.
    let start: String
    /// RRULE.
    let rule: String
    /// The first local times.
    let times: [String]
    /// Whether there are more.
    let goesOn: Bool
    /// Other properties of the event.
    var others: [String] = []

    /// Takes days as `199709: 2 5 12`, at the time of day of DTSTART, or whole times.
    init(_ rule: String, _ days: String, start: String = "19970902T090000", others: [String] = []) {
        self.start = start
        self.rule = rule
        self.others = others
        goesOn = days.hasSuffix("…")
        var month = ""
        var times: [String] = []
        for word in days.split(separator: " ") where word != "…" {
            if word.hasSuffix(":") {
                month = String(word.dropLast())
            } else if word.count > 2 {
                times.append(String(word))
            } else {
                times.append(month + (word.count == 1 ? "0" : "") + word + start.suffix(7))
            }
        }
        self.times = times
    }

    /// The properties of the event.
    var lines: [String] { ["DTSTART;TZID=America/New_York:\(start)", "RRULE:\(rule)"] + others }

    /// The rule, for reports.
    var testDescription: String { rule }
}

extension RFCExample {
    /// All examples, in the order of the RFC by FREQ.
    static let all = days + weeks + months + years + positions + timesOfDay

    private static let days = [
        RFCExample("FREQ=DAILY;COUNT=10", "199709: 2 3 4 5 6 7 8 9 10 11"),
        RFCExample(
            "FREQ=DAILY;UNTIL=19971224T000000Z",
            "199709: \(numbers(2...30)) 199710: \(numbers(1...31)) 199711: \(numbers(1...30)) 199712: \(numbers(1...23))"
        ),
        RFCExample("FREQ=DAILY;INTERVAL=2", "199709: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 199710: 2 4 6 …"),
        RFCExample("FREQ=DAILY;INTERVAL=10;COUNT=5", "199709: 2 12 22 199710: 2 12"),
        RFCExample(
            "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
            "199801: \(numbers(1...31)) 199901: \(numbers(1...31)) 200001: \(numbers(1...31))",
            start: "19980101T090000"
        ),
        RFCExample(
            "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
            "199801: \(numbers(1...31)) 199901: \(numbers(1...31)) 200001: \(numbers(1...31))",
            start: "19980101T090000"
        ),
    ]

    private static let weeks = [
        RFCExample("FREQ=WEEKLY;COUNT=10", "199709: 2 9 16 23 30 199710: 7 14 21 28 199711: 4"),
        RFCExample(
            "FREQ=WEEKLY;UNTIL=19971224T000000Z",
            "199709: 2 9 16 23 30 199710: 7 14 21 28 199711: 4 11 18 25 199712: 2 9 16 23"
        ),
        RFCExample(
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
            "199709: 2 16 30 199710: 14 28 199711: 11 25 199712: 9 23 199801: 6 20 199802: 3 17 …"
        ),
        RFCExample(
            "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
            "199709: 2 4 9 11 16 18 23 25 30 199710: 2"
        ),
        RFCExample("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "199709: 2 4 9 11 16 18 23 25 30 199710: 2"),
        RFCExample(
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
            "199709: 1 3 5 15 17 19 29 199710: 1 3 13 15 17 27 29 31 199711: 10 12 14 24 26 28 199712: 8 10 12 22",
            start: "19970901T090000"
        ),
        RFCExample("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "199709: 2 4 16 18 30 199710: 2 14 16"),
    ]

    private static let months = [
        RFCExample(
            "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
            "199709: 5 199710: 3 199711: 7 199712: 5 199801: 2 199802: 6 199803: 6 199804: 3 199805: 1 199806: 5",
            start: "19970905T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
            "199709: 5 199710: 3 199711: 7 199712: 5",
            start: "19970905T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            "199709: 7 28 199711: 2 30 199801: 4 25 199803: 1 29 199805: 3 31",
            start: "19970907T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
            "199709: 22 199710: 20 199711: 17 199712: 22 199801: 19 199802: 16",
            start: "19970922T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;BYMONTHDAY=-3",
            "199709: 28 199710: 29 199711: 28 199712: 29 199801: 29 199802: 26 …",
            start: "19970928T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
            "199709: 2 15 199710: 2 15 199711: 2 15 199712: 2 15 199801: 2 15"
        ),
        RFCExample(
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
            "199709: 30 199710: 1 31 199711: 1 30 199712: 1 31 199801: 1 31 199802: 1",
            start: "19970930T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
            "199709: 10 11 12 13 14 15 199903: 10 11 12 13",
            start: "19970910T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
            "199709: 2 9 16 23 30 199711: 4 11 18 25 199801: 6 13 20 27 199803: 3 10 17 24 31 …"
        ),
    ]

    private static let years = [
        RFCExample(
            "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
            "199706: 10 199707: 10 199806: 10 199807: 10 199906: 10 199907: 10 200006: 10 200007: 10 200106: 10 "
                + "200107: 10",
            start: "19970610T090000"
        ),
        RFCExample(
            "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
            "199703: 10 199901: 10 199902: 10 199903: 10 200101: 10 200102: 10 200103: 10 200301: 10 200302: 10 "
                + "200303: 10",
            start: "19970310T090000"
        ),
        RFCExample(
            "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
            "199701: 1 199704: 10 199707: 19 200001: 1 200004: 9 200007: 18 200301: 1 200304: 10 200307: 19 200601: 1",
            start: "19970101T090000"
        ),
        RFCExample("FREQ=YEARLY;BYDAY=20MO", "199705: 19 199805: 18 199905: 17 …", start: "19970519T090000"),
        RFCExample(
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            "199705: 12 199805: 11 199905: 17 …",
            start: "19970512T090000"
        ),
        RFCExample(
            "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
            "199703: 13 20 27 199803: 5 12 19 26 199903: 4 11 18 25 …",
            start: "19970313T090000"
        ),
        RFCExample(
            "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
            "199706: 5 12 19 26 199707: 3 10 17 24 31 199708: 7 14 21 28 199806: 4 11 18 25 199807: 2 9 16 23 30 …",
            start: "19970605T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "199802: 13 199803: 13 199811: 13 199908: 13 200010: 13 …",
            others: ["EXDATE;TZID=America/New_York:19970902T090000"]
        ),
        RFCExample(
            "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            "199709: 13 199710: 11 199711: 8 199712: 13 199801: 10 199802: 7 199803: 7 199804: 11 199805: 9 199806: 13 …",
            start: "19970913T090000"
        ),
        RFCExample(
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "199611: 5 200011: 7 200411: 2 …",
            start: "19961105T090000"
        ),
    ]

    private static let positions = [
        RFCExample(
            "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
            "199709: 4 199710: 7 199711: 6",
            start: "19970904T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            "199709: 29 199710: 30 199711: 27 199712: 30 199801: 29 199802: 26 199803: 30 …",
            start: "19970929T090000"
        ),
        RFCExample(
            "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
            "200701: 15 30 200702: 15 200703: 15 30",
            start: "20070115T090000"
        ),
    ]

    private static let timesOfDay = [
        // The RFC has UNTIL=19970902T170000Z, which is 13:00 in New York, but lists the times up to 17:00 there.
        RFCExample(
            "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
            "19970902T090000 19970902T120000 19970902T150000"
        ),
        RFCExample(
            "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
            "19970902T090000 19970902T091500 19970902T093000 19970902T094500 19970902T100000 19970902T101500"
        ),
        RFCExample(
            "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
            "19970902T090000 19970902T103000 19970902T120000 19970902T133000"
        ),
        RFCExample("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", twentyMinutes),
        RFCExample("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", twentyMinutes),
    ]

    private static var twentyMinutes: String {
        var times: [String] = []
        for day in ["02", "03"] {
            for hour in ["09", "10", "11", "12", "13", "14", "15", "16"] {
                times += ["00", "20", "40"].map { "199709\(day)T\(hour)\($0)00" }
            }
        }
        return times.joined(separator: " ") + " …"
    }

    private static func numbers(_ range: ClosedRange<Int>) -> String {
        range.map(\.description).joined(separator: " ")
    }
}
