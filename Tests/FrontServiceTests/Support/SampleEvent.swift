/// Calendar objects that tests put.
enum SampleEvent {
    /// An event with folded lines, non-ASCII text, an unknown property, and parameters in an unusual order.
    static func text(uid: String = "e1@example.com", summary: String = "Jour de marché — 市場") -> String {
        """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//Example//Test//EN\r
        BEGIN:VEVENT\r
        UID:\(uid)\r
        DTSTAMP:20240101T000000Z\r
        DTSTART;X-A=b;VALUE=DATE:20240102\r
        SUMMARY:\(summary)\r
        DESCRIPTION:A long line that was folded by the client at a place of its own \r
         choosing\\, and must come back so.\r
        x-custom;X-Q="a;b":  spaces kept  \r
        END:VEVENT\r
        END:VCALENDAR\r

        """
    }
}
