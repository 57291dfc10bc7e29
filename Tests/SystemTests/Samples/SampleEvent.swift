/// Calendar object resources as real clients send them, in octets.
enum SampleEvent {
    /// An event of a whole day, without a time zone.
    static func allDay(uid: String = "all-day@example.com") -> [UInt8] {
        text(
            uid,
            """
            DTSTART;VALUE=DATE:20260914
            DTEND;VALUE=DATE:20260915
            SUMMARY:Company holiday
            TRANSP:TRANSPARENT
            CATEGORIES:HOLIDAY,COMPANY
            """
        )
    }

    /// An event in a time zone that the object defines, recurring, with an override.
    static func zoned(uid: String = "zoned@example.com") -> [UInt8] {
        text(
            uid,
            """
            DTSTART;TZID=Europe/Berlin:20260302T093000
            DTEND;TZID=Europe/Berlin:20260302T101500
            RRULE:FREQ=WEEKLY;COUNT=10
            SUMMARY:Weekly planning
            SEQUENCE:2
            BEGIN:VALARM
            ACTION:DISPLAY
            TRIGGER:-PT10M
            DESCRIPTION:Weekly planning
            END:VALARM
            END:VEVENT
            BEGIN:VEVENT
            UID:\(uid)
            DTSTAMP:20260101T120000Z
            RECURRENCE-ID;TZID=Europe/Berlin:20260309T093000
            DTSTART;TZID=Europe/Berlin:20260309T140000
            DTEND;TZID=Europe/Berlin:20260309T144500
            SUMMARY:Weekly planning\\, in the afternoon
            SEQUENCE:3
            """,
            zone: berlin
        )
    }

    /// A meeting whose organizer is alice, with attendees and parameters of every kind.
    static func meeting(uid: String = "meeting@example.com") -> [UInt8] {
        text(
            uid,
            """
            DTSTART:20260701T080000Z
            DURATION:PT1H30M
            SUMMARY:Budget 2027
            ORGANIZER;CN="Alice, Head of Finance":mailto:alice@example.com
            ATTENDEE;CN=Alice;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:alice@example.com
            ATTENDEE;CN=Bob;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@example.com
            ATTENDEE;CUTYPE=ROOM;CN="Room 4;2":mailto:room-4@example.net
            X-ATTACHE-TEST;X-PARAM="a:b;c,d":kept as it is
            """
        )
    }

    /// An event with lines that are folded in unusual places, and text that is not ASCII.
    static func folded(uid: String = "folded@example.com") -> [UInt8] {
        let body = [
            "DTSTART:20261224T170000Z", "DTEND:20261224T190000Z",
            "SUMMARY:Weihnachtsfeier – přátelé\\, 友達 и дру\r\n зья 🎄", "LOCATION:Straße 1\r\n\t2\\, Zürich",
            "DESCRIPTION:Zeile eins\\nline two\\; " + String(repeating: "ein langer Satz ", count: 3)
                + "\r\n  der mit einem Leerzeichen weitergeht",
        ].joined(separator: "\r\n")
        return text(uid, body)
    }

    /// Every kind with the name of its resource.
    static var all: [(name: String, octets: [UInt8])] {
        [
            ("all-day.ics", allDay()), ("zoned.ics", zoned()), ("meeting.ics", meeting()), ("folded.ics", folded()),
        ]
    }

    private static func text(_ uid: String, _ body: String, zone: String = "") -> [UInt8] {
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//A real client 7.1//EN", "CALSCALE:GREGORIAN",
            zone, "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20260101T120000Z", body, "END:VEVENT", "END:VCALENDAR", "",
        ]
        let joined = lines.enumerated().filter { !$1.isEmpty || $0 == lines.count - 1 }.map(\.element)
            .joined(separator: "\n")
        return Array(joined.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n").utf8)
    }

    private static let berlin = """
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        BEGIN:STANDARD
        DTSTART:19961027T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:19810329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        END:DAYLIGHT
        END:VTIMEZONE
        """
}
