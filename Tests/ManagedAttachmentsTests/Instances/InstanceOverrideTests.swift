import ICalendar
import ManagedAttachments
import Testing

/// What a component says that is made for one instance.
@Suite("Overrides of instances")
struct InstanceOverrideTests {
    /// One series and the override of an instance of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let component: String
        let series: [String]
        let rid: String
        let override: [String]

        init(
            _ name: String,
            in component: String = "VEVENT",
            of series: [String],
            at rid: String,
            is override: [String]
        ) {
            testDescription = name
            self.component = component
            self.series = series
            self.rid = rid
            self.override = override
        }
    }

    /// Returns the lines of the component that an addition makes for an instance, but for what every addition changes.
    private func override(of resource: CalendarObjectResource, at rid: String) throws -> [String] {
        let plan = try Sample.planner().add(
            try Sample.attachment("new"),
            to: resource,
            as: .none,
            instances: .only([.recurrenceID(rid)]),
            now: Sample.now
        )
        let changed = ["DTSTAMP:\(Sample.stamp)", "LAST-MODIFIED:\(Sample.stamp)", Sample.attach("new")]
        let lines = try #require(plan.calendar.lines.last)
        #expect(Set(lines).isSuperset(of: changed))
        return lines.filter { !changed.contains($0) }
    }

    private static let zones = [
        Case(
            "RFC 5545 §3.8.5.3 an end by DTEND is exact when clocks go forward",
            of: [
                "DTSTART;TZID=Europe/Berlin:20240316T220000", "DTEND;TZID=Europe/Berlin:20240317T060000",
                "RRULE:FREQ=WEEKLY",
            ],
            at: "20240330T220000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20240330T220000", "DTSTART;TZID=Europe/Berlin:20240330T220000",
                "DTEND;TZID=Europe/Berlin:20240331T070000",
            ]
        ),
        Case(
            "RFC 5545 §3.8.5.3 an end by DTEND is exact when clocks go back",
            of: [
                "DTSTART;TZID=Europe/Berlin:20241019T220000", "DTEND;TZID=Europe/Berlin:20241020T060000",
                "RRULE:FREQ=WEEKLY",
            ],
            at: "20241026T220000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20241026T220000", "DTSTART;TZID=Europe/Berlin:20241026T220000",
                "DTEND;TZID=Europe/Berlin:20241027T050000",
            ]
        ),
        Case(
            "RFC 5545 §3.3.5 an end that the clock shows twice becomes an exact DURATION",
            of: [
                "DTSTART;TZID=Europe/Berlin:20241019T233000", "DTEND;TZID=Europe/Berlin:20241020T030000",
                "RRULE:FREQ=WEEKLY",
            ],
            at: "20241026T233000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20241026T233000", "DTSTART;TZID=Europe/Berlin:20241026T233000",
                "DURATION:PT3H30M",
            ]
        ),
        Case(
            "RFC 5545 §3.8.5.3 a nominal DURATION stays",
            of: ["DTSTART;TZID=Europe/Berlin:20240316T220000", "DURATION:P1D", "RRULE:FREQ=WEEKLY"],
            at: "20240330T220000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20240330T220000", "DTSTART;TZID=Europe/Berlin:20240330T220000",
                "DURATION:P1D",
            ]
        ),
        Case(
            "RFC 5545 §3.3.10 a start that the clock jumps over keeps its name, and its end is exact",
            of: [
                "DTSTART;TZID=Europe/Berlin:20240301T023000", "DTEND;TZID=Europe/Berlin:20240301T033000",
                "RRULE:FREQ=DAILY",
            ],
            at: "20240331T023000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20240331T023000", "DTSTART;TZID=Europe/Berlin:20240331T023000",
                "DTEND;TZID=Europe/Berlin:20240331T043000",
            ]
        ),
        Case(
            "an end in another zone than the start stays in that zone",
            of: [
                "DTSTART;TZID=Europe/Berlin:20240315T100000", "DTEND;TZID=America/New_York:20240315T140000",
                "RRULE:FREQ=WEEKLY",
            ],
            at: "20240405T100000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20240405T100000", "DTSTART;TZID=Europe/Berlin:20240405T100000",
                "DTEND;TZID=America/New_York:20240405T130000",
            ]
        ),
        Case(
            "a far instance of an unbounded rule",
            of: ["DTSTART;TZID=Europe/Berlin:20240101T100000", "RRULE:FREQ=DAILY"],
            at: "98761231T100000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:98761231T100000", "DTSTART;TZID=Europe/Berlin:98761231T100000",
            ]
        ),
    ]

    private static let forms = [
        Case(
            "RFC 5545 §3.8.4.4 an instance of whole days is named by a DATE",
            of: ["DTSTART;VALUE=DATE:20240101", "DTEND;VALUE=DATE:20240103", "RRULE:FREQ=YEARLY"],
            at: "20280101",
            is: ["RECURRENCE-ID;VALUE=DATE:20280101", "DTSTART;VALUE=DATE:20280101", "DTEND;VALUE=DATE:20280103"]
        ),
        Case(
            "a DATE without VALUE=DATE gets a RECURRENCE-ID with it",
            of: ["DTSTART:20240101", "DURATION:P2D", "RRULE:FREQ=DAILY"],
            at: "20240102",
            is: ["RECURRENCE-ID;VALUE=DATE:20240102", "DTSTART:20240102", "DURATION:P2D"]
        ),
        Case(
            "floating times have neither zone nor Z",
            of: ["DTSTART:20240101T090000", "DTEND:20240101T100000", "RRULE:FREQ=DAILY"],
            at: "20240331T090000",
            is: ["RECURRENCE-ID:20240331T090000", "DTSTART:20240331T090000", "DTEND:20240331T100000"]
        ),
        Case(
            "times in UTC end in Z",
            of: ["DTSTART:20240101T090000Z", "DTEND:20240101T100000Z", "RRULE:FREQ=DAILY;UNTIL=20240110T090000Z"],
            at: "20240110T090000Z",
            is: ["RECURRENCE-ID:20240110T090000Z", "DTSTART:20240110T090000Z", "DTEND:20240110T100000Z"]
        ),
        Case(
            "parameters of other specifications stay where they are",
            of: ["DTSTART;X-A=\"b;c\";TZID=Europe/Berlin:20240101T090000", "RRULE:FREQ=DAILY"],
            at: "20240102T090000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20240102T090000",
                "DTSTART;X-A=\"b;c\";TZID=Europe/Berlin:20240102T090000",
            ]
        ),
        Case(
            "the first instance has a name as the others have",
            of: ["DTSTART:20240101T090000Z", "DTEND:20240101T100000Z", "RRULE:FREQ=DAILY"],
            at: "20240101T090000Z",
            is: ["RECURRENCE-ID:20240101T090000Z", "DTSTART:20240101T090000Z", "DTEND:20240101T100000Z"]
        ),
        Case(
            "RFC 5545 §3.6.2 a task ends with its DUE",
            in: "VTODO",
            of: [
                "DTSTART;TZID=Europe/Berlin:20240330T120000", "DUE;TZID=Europe/Berlin:20240331T120000",
                "RRULE:FREQ=DAILY",
            ],
            at: "20240401T120000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20240401T120000", "DTSTART;TZID=Europe/Berlin:20240401T120000",
                "DUE;TZID=Europe/Berlin:20240402T110000",
            ]
        ),
        Case(
            "a task without DTSTART repeats by its DUE",
            in: "VTODO",
            of: ["DUE;VALUE=DATE:20240101", "RRULE:FREQ=DAILY"],
            at: "20240105",
            is: ["RECURRENCE-ID;VALUE=DATE:20240105", "DUE;VALUE=DATE:20240105"]
        ),
        Case(
            "RFC 5545 §3.6.3 a journal has no end",
            in: "VJOURNAL",
            of: ["DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY"],
            at: "20240105",
            is: ["RECURRENCE-ID;VALUE=DATE:20240105", "DTSTART;VALUE=DATE:20240105"]
        ),
    ]

    private static let additions = [
        Case(
            "RFC 5545 §3.8.5.2 a PERIOD of RDATE gives DTEND",
            of: [
                "DTSTART;TZID=Europe/Berlin:20240101T090000", "DTEND;TZID=Europe/Berlin:20240101T100000",
                "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20240106T090000/PT3H",
            ],
            at: "20240106T090000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20240106T090000", "DTSTART;TZID=Europe/Berlin:20240106T090000",
                "DTEND;TZID=Europe/Berlin:20240106T120000",
            ]
        ),
        Case(
            "RFC 5545 §3.8.5.2 a PERIOD of RDATE gives DURATION where the master has one",
            of: [
                "DTSTART:20240101T090000Z", "DURATION:PT1H",
                "RDATE;VALUE=PERIOD:20240106T090000Z/20240106T093015Z,20240107T090000Z/PT1H",
            ],
            at: "20240106T090000Z",
            is: ["RECURRENCE-ID:20240106T090000Z", "DTSTART:20240106T090000Z", "DURATION:PT0H30M15S"]
        ),
        Case(
            "RFC 5545 §3.8.5.2 a PERIOD that says what DURATION says leaves it",
            of: [
                "DTSTART:20240101T090000Z", "DURATION:PT60M",
                "RDATE;VALUE=PERIOD:20240106T090000Z/20240106T100000Z",
            ],
            at: "20240106T090000Z",
            is: ["RECURRENCE-ID:20240106T090000Z", "DTSTART:20240106T090000Z", "DURATION:PT60M"]
        ),
        Case(
            "RFC 5545 §3.8.5.2 a PERIOD gives an event without end one",
            of: ["DTSTART:20240101T090000Z", "RDATE;VALUE=PERIOD:20240106T090000Z/PT3H"],
            at: "20240106T090000Z",
            is: ["RECURRENCE-ID:20240106T090000Z", "DTSTART:20240106T090000Z", "DURATION:PT3H"]
        ),
        Case(
            "RFC 5545 §3.8.4.4 an RDATE in UTC is an instance on the clock of DTSTART",
            of: [
                "DTSTART;TZID=Europe/Berlin:20240101T090000", "DTEND;TZID=Europe/Berlin:20240101T100000",
                "RDATE:20240704T070000Z",
            ],
            at: "20240704T090000",
            is: [
                "RECURRENCE-ID;TZID=Europe/Berlin:20240704T090000", "DTSTART;TZID=Europe/Berlin:20240704T090000",
                "DTEND;TZID=Europe/Berlin:20240704T100000",
            ]
        ),
    ]

    @Test(arguments: zones + forms + additions)
    func `RFC 8607 §3.4 an instance without a component gets one with its own times`(of example: Case) throws {
        let resource = try Sample.resource(example.component, of: example.series)
        #expect(try override(of: resource, at: example.rid) == example.override)
    }

    @Test func `rules go, and all else of the master stays octet for octet`() throws {
        let kept = [
            "SUMMARY:Lunch\r\n time", Sample.attach("a"), "ATTACH:https://elsewhere.example.com/",
            "X-APPLE;X-P=\"q,r\":s",
            "organizer;CN=\"Bob\":mailto:bob@example.com", "SEQUENCE:7", "BEGIN:VALARM", "ACTION:DISPLAY",
            "TRIGGER:-PT15M", "DESCRIPTION:Lunch", "END:VALARM", "BEGIN:X-OTHER", "DTSTART:19990101", "END:X-OTHER",
        ]
        let rules = [
            "RRULE:FREQ=DAILY", "rdate:20240201T120000Z", "EXDATE:20240104T120000Z", "EXRULE:FREQ=WEEKLY;BYDAY=SU",
        ]
        let resource = try Sample.resource(of: ["DTSTART:20240101T120000Z", "CREATED:20230101T000000Z"] + rules + kept)
        let plan = try Sample.planner().add(
            try Sample.attachment("b"),
            to: resource,
            as: .none,
            instances: .only([.recurrenceID("20240105T120000Z")]),
            now: Sample.now
        )
        let attach = plan.calendar.attachLines[1]
        #expect(attach == [Sample.attach("a"), "ATTACH:https://elsewhere.example.com/", Sample.attach("b")])
        let before = resource.text.dropLast("END:VCALENDAR\r\n".count)
        #expect(plan.calendar.text.hasPrefix(before))
        let made = String(plan.calendar.text.dropFirst(before.count))
        let expected = [
            "BEGIN:VEVENT", "UID:1", "RECURRENCE-ID:20240105T120000Z", "DTSTAMP:\(Sample.stamp)",
            "DTSTART:20240105T120000Z", "CREATED:20230101T000000Z", kept[0], kept[1], kept[2],
            "ATTACH;MANAGED-ID=b;FMTTYPE=application/pdf;SIZE=10;FILENAME=b.pdf:https://",
            " cal.example.com/attachments/b/b.pdf", kept[3], kept[4], kept[5], "LAST-MODIFIED:\(Sample.stamp)",
        ]
        #expect(made == (expected + kept[6...] + ["END:VEVENT", "END:VCALENDAR", ""]).joined(separator: "\r\n"))
    }

    @Test func `RFC 5545 §3.8.4.4 an instance after a THISANDFUTURE override is a copy of that, for itself alone`()
        throws
    {
        let resource = try Sample.resource(
            of: [
                "DTSTART;TZID=America/New_York:20240301T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5",
                Sample.attach("master"),
            ],
            [
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20240308T090000",
                "DTSTART;TZID=America/New_York:20240308T110000", "DURATION:PT30M", "SUMMARY:Later",
                Sample.attach("future"),
            ]
        )
        #expect(
            try override(of: resource, at: "20240315T090000") == [
                "RECURRENCE-ID;TZID=America/New_York:20240315T090000",
                "DTSTART;TZID=America/New_York:20240315T110000", "DURATION:PT30M", "SUMMARY:Later",
                Sample.attach("future"),
            ]
        )
        #expect(
            try override(of: resource, at: "20240301T090000") == [
                "RECURRENCE-ID;TZID=America/New_York:20240301T090000",
                "DTSTART;TZID=America/New_York:20240301T090000", "DURATION:PT1H", Sample.attach("master"),
            ]
        )
    }

    @Test func `the object's own line ending is that of new lines`() throws {
        let text = Sample.seriesText.replacing("\r\n", with: "\n")
        let resource = try CalendarObjectResource(parsing: Array(text.utf8))
        let plan = try Sample.planner().add(
            try Sample.attachment("b"),
            to: resource,
            as: .none,
            instances: .only([.recurrenceID("20240105T120000Z")]),
            now: Sample.now
        )
        #expect(!plan.calendar.text.contains("\r"))
        #expect(plan.calendar.instances.count == 2)
    }
}
