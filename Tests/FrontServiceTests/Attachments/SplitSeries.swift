import AttachmentStore

/// A daily series of alice before and after it is split in two, as a client writes it.
enum SplitSeries {
    /// The place of the series, and then of its first half.
    static let event = AttachmentFront.event

    /// The place of the second half.
    static let rest = "/calendars/alice/calendar/rest.ics"

    /// The whole series.
    ///
    /// - Parameters:
    ///   - shared: The file of every instance.
    ///   - own: The file of one late instance, which has a component of its own.
    /// - Returns: The data.
    static func whole(_ shared: AttachmentID, own: AttachmentID) -> String {
        text(uid: "s1@example.com", start: "20240102", rule: "FREQ=DAILY;COUNT=20", shared, own: own)
    }

    /// The series without its late instances.
    static func shortened(_ shared: AttachmentID) -> String {
        text(uid: "s1@example.com", start: "20240102", rule: "FREQ=DAILY;COUNT=4", shared, own: nil)
    }

    /// The late instances, as a series of their own.
    static func rest(_ shared: AttachmentID, own: AttachmentID) -> String {
        text(uid: "s2@example.com", start: "20240106", rule: "FREQ=DAILY;COUNT=16", shared, own: own)
    }

    private static func text(
        uid: String,
        start: String,
        rule: String,
        _ shared: AttachmentID,
        own: AttachmentID?
    ) -> String {
        let override = own.map { own in
            component(uid, "RECURRENCE-ID:20240108T100000Z", start: "20240108", [shared, own])
        }
        return """
            BEGIN:VCALENDAR\r
            VERSION:2.0\r
            PRODID:-//Example//Test//EN\r
            \(component(uid, "RRULE:\(rule)", start: start, [shared]))\(override ?? "")END:VCALENDAR\r

            """
    }

    private static func component(_ uid: String, _ line: String, start: String, _ files: [AttachmentID]) -> String {
        let lines = files.map { id in
            "ATTACH;MANAGED-ID=\(id):https://cal.example.com/attachments/\(id)/seed.txt\r\n"
        }
        return """
            BEGIN:VEVENT\r
            UID:\(uid)\r
            DTSTAMP:20240101T000000Z\r
            DTSTART:\(start)T100000Z\r
            DTEND:\(start)T110000Z\r
            \(line)\r
            \(lines.joined())END:VEVENT\r

            """
    }
}
