/// Events at a time, which tests put.
enum TimedEvent {
    /// Returns an object of one VEVENT of an hour.
    ///
    /// - Parameters:
    ///   - uid: The UID.
    ///   - start: DTSTART with what is before its value, such as `:20240102T100000Z` or `;VALUE=DATE:20240102`.
    ///   - lines: The lines beside UID, DTSTAMP, DTSTART, and DURATION.
    ///   - overrides: Further components, whole.
    /// - Returns: The text.
    static func text(uid: String, start: String, lines: [String] = [], overrides: [[String]] = []) -> String {
        let event = ["UID:\(uid)", "DTSTAMP:20240101T000000Z", "DTSTART\(start)", "DURATION:PT1H"] + lines
        return calendar([component("VEVENT", event)] + overrides.map { component("VEVENT", ["UID:\(uid)"] + $0) })
    }

    /// Returns the value of CALDAV:calendar-timezone for the eastern United States in winter.
    static let easternTimezone = calendar([
        [
            "BEGIN:VTIMEZONE", "TZID:US-Eastern", "BEGIN:STANDARD", "DTSTART:20000101T000000", "TZOFFSETFROM:-0500",
            "TZOFFSETTO:-0500", "END:STANDARD", "END:VTIMEZONE",
        ]
    ])

    private static func component(_ name: String, _ lines: [String]) -> [String] {
        ["BEGIN:\(name)"] + lines + ["END:\(name)"]
    }

    private static func calendar(_ components: [[String]]) -> String {
        let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Test//EN"]
        return (head + components.flatMap(\.self) + ["END:VCALENDAR"]).map { $0 + "\r\n" }.joined()
    }
}
