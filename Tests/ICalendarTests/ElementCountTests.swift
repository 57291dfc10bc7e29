import ICalendar
import Testing

@Suite struct ElementCountTests {
    private static let samples = [
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID;X-A=1;X-B=\"2\",3:u\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nX;A=\"1;2,3\",4,\"5\";B=;C=,;D=\"\":;,\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        """
        BEGIN:VCALENDAR\r
        BEGIN:VEVENT\r
        ATTENDEE;MEMBER="mailto:a@example.com","mailto:b@example.com":mailto:c@example.com\r
        BEGIN:VALARM\r
        TRIGGER;VALUE=DURATION:-PT5M\r
        END:VALARM\r
        END:VEVENT\r
        END:VCALENDAR\r

        """,
    ]

    @Test(arguments: samples) func `elements are counted as a parser counts them`(text: String) throws {
        var limits = ICalendarLimits.standard
        let octets = Array(text.utf8)
        let count = try ICalendarObject(parsing: octets).calendar.elementCount
        limits.maximumElements = count
        _ = try ICalendarObject(parsing: octets, limits: limits)
        limits.maximumElements = count - 1
        #expect(throws: ICalendarError.self) { try ICalendarObject(parsing: octets, limits: limits) }
    }
}
