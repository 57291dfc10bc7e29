/// An event as clients write it: about 900 bytes with a time zone, attendees, and folded lines.
enum SampleEvent {
    /// Returns the path of an event in a user's calendar.
    static func path(of user: String, _ name: String) -> String { "/calendars/\(user)/calendar/\(name).ics" }

    /// Returns the request that puts an event.
    static func put(_ name: String, of user: String) -> Request {
        Request("PUT", path(of: user, name)).authorized(as: user)
            .with("Content-Type", "text/calendar; charset=utf-8")
    }

    /// Returns the event as iCalendar text.
    ///
    /// - Parameters:
    ///   - name: What its UID is made of.
    ///   - day: The day on which it takes place, as eight digits.
    /// - Returns: The text, with its line ends.
    static func text(_ name: String, on day: String = "20260701") -> String {
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Benchmarks//EN", "BEGIN:VTIMEZONE",
            "TZID:Europe/Berlin", "BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "END:DAYLIGHT", "BEGIN:STANDARD",
            "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT",
            "UID:\(name)@example.com", "DTSTAMP:20260101T090000Z", "DTSTART;TZID=Europe/Berlin:\(day)T100000",
            "DTEND;TZID=Europe/Berlin:\(day)T113000", "SUMMARY:Planning of the third quarter",
            "LOCATION:Room 4.12", "DESCRIPTION:Figures of the second quarter\\, what is open from the last meeti",
            " ng\\, and who takes part in what. Please bring what you have.", "CATEGORIES:PLANNING,QUARTER",
            "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:Planning", "END:VALARM", "END:VEVENT",
            "END:VCALENDAR", "",
        ]
        return lines.joined(separator: "\r\n")
    }
}
