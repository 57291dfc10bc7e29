/// A weekly meeting of alice, as draft-ietf-calext-caldav-attachments Appendix B has it, her addresses apart.
enum RecurringEvent {
    /// The lines of the object before its events.
    static let head = """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//Example Corp.//CalDAV Server//EN\r
        BEGIN:VTIMEZONE\r
        LAST-MODIFIED:20040110T032845Z\r
        TZID:America/Montreal\r
        BEGIN:DAYLIGHT\r
        DTSTART:20000404T020000\r
        RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4\r
        TZNAME:EDT\r
        TZOFFSETFROM:-0500\r
        TZOFFSETTO:-0400\r
        END:DAYLIGHT\r
        BEGIN:STANDARD\r
        DTSTART:20001026T020000\r
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
        TZNAME:EST\r
        TZOFFSETFROM:-0400\r
        TZOFFSETTO:-0500\r
        END:STANDARD\r
        END:VTIMEZONE\r

        """

    /// The lines of the master before DTSTAMP.
    static let uid = """
        BEGIN:VEVENT\r
        UID:20010712T182145Z-123401@example.com\r

        """

    /// The lines of the master from DTSTART to the rule.
    static let times = """
        DTSTART;TZID=America/Montreal:20120206T100000\r
        DURATION:PT1H\r
        RRULE:FREQ=WEEKLY\r

        """

    /// The lines that all instances share; some are folded as the client that wrote them liked it.
    static let meeting = """
        SUMMARY:Planning Meeting\r
        ORGANIZER:mailto:alice@example.com\r
        ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED:mailto:alice@exampl\r
         e.com\r
        ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED:mailto:arnaudq@exam\r
         ple.com\r
        ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION:mailto:mike@exa\r
         mple.com\r

        """

    /// DTSTAMP as the client wrote it.
    static let stamp = "DTSTAMP:20120201T203412Z\r\n"

    /// The object before any attachment is added.
    static let text = head + uid + stamp + times + meeting + "END:VEVENT\r\nEND:VCALENDAR\r\n"

    /// The query that adds to instances.
    static func adding(to rid: String) -> String {
        "\(AttachmentFront.event)?action=attachment-add&rid=\(rid)"
    }
}
