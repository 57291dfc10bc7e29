/// Events that tests attach files to.
enum ScheduledEvent {
    private static let zone = """
        BEGIN:VTIMEZONE\r
        TZID:Europe/Paris\r
        BEGIN:STANDARD\r
        DTSTART:19701025T030000\r
        TZOFFSETFROM:+0200\r
        TZOFFSETTO:+0100\r
        END:STANDARD\r
        END:VTIMEZONE\r

        """

    /// A recurring event with an override, a time zone, and an organizer with attendees where one is given.
    static func recurring(
        uid: String = "r1@example.com",
        organizer: String? = nil,
        attaching lines: String = ""
    ) -> String {
        let people =
            organizer.map { organizer in
                """
                ORGANIZER:mailto:\(organizer)@example.com\r
                ATTENDEE:mailto:alice@example.com\r
                ATTENDEE:mailto:bob@example.com\r

                """
            } ?? ""
        return """
            BEGIN:VCALENDAR\r
            VERSION:2.0\r
            PRODID:-//Example//Test//EN\r
            \(zone)BEGIN:VEVENT\r
            UID:\(uid)\r
            DTSTAMP:20240101T000000Z\r
            DTSTART;TZID=Europe/Paris:20240102T100000\r
            DTEND;TZID=Europe/Paris:20240102T110000\r
            RRULE:FREQ=DAILY;COUNT=5\r
            SEQUENCE:3\r
            SUMMARY:Réunion\r
            \(people)\(lines)END:VEVENT\r
            BEGIN:VEVENT\r
            UID:\(uid)\r
            RECURRENCE-ID;TZID=Europe/Paris:20240103T100000\r
            DTSTAMP:20240101T000000Z\r
            DTSTART;TZID=Europe/Paris:20240103T120000\r
            DTEND;TZID=Europe/Paris:20240103T130000\r
            SEQUENCE:3\r
            SUMMARY:Plus tard\r
            \(people)\(lines)END:VEVENT\r
            END:VCALENDAR\r

            """
    }

    /// Inserts ATTACH lines, each with its line end, into every component of data.
    static func attaching(_ lines: String, to data: String = SampleEvent.text()) -> String {
        data.replacing("END:VEVENT", with: lines + "END:VEVENT")
    }
}
