extension BadRequest {
    private static let calendar = "/calendars/alice/calendar/"
    private static let text = ["Content-Type: text/calendar"]

    private static func put(_ fault: String, _ body: String, _ precondition: String) -> BadRequest {
        BadRequest(fault, "PUT \(calendar)bad.ics HTTP/1.1", fields: text, body: body, 403, precondition: precondition)
    }

    private static func event(_ replacing: (String, String)...) -> String {
        replacing.reduce(String(decoding: SampleEvent.allDay(uid: "bad@example.com"), as: UTF8.self)) { text, change in
            text.replacing(change.0, with: change.1)
        }
    }

    /// iCalendar that RFC 4791 §5.3.2.1 does not let in; an event with the UID of `meeting()` must be there.
    static let calendarData: [BadRequest] = [
        put("no iCalendar", "hello", "valid-calendar-data"),
        put("iCalendar that breaks off", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "valid-calendar-data"),
        put("a line without a colon", event(("TRANSP:TRANSPARENT", "TRANSP")), "valid-calendar-data"),
        put(
            "components too deep",
            event(("BEGIN:VEVENT", String(repeating: "BEGIN:X-A\r\n", count: 5000) + "BEGIN:VEVENT")),
            "valid-calendar-data"
        ),
        put("a METHOD", event(("CALSCALE:GREGORIAN", "METHOD:REQUEST")), "valid-calendar-object-resource"),
        put("no UID", event(("UID:bad@example.com\r\n", "")), "valid-calendar-object-resource"),
        put("another version", event(("VERSION:2.0", "VERSION:1.0")), "supported-calendar-data"),
        put("a to-do among events", event(("VEVENT", "VTODO"), ("DTEND", "DUE")), "supported-calendar-component"),
        put("a UID that is there", event(("bad@example.com", "meeting@example.com")), "no-uid-conflict"),
        put("an unknown managed ID", event(("TRANSP:TRANSPARENT", attach)), "valid-managed-id-parameter"),
        BadRequest(
            "another media type",
            "PUT \(calendar)bad.ics HTTP/1.1",
            fields: ["Content-Type: text/html"],
            body: "<html>",
            403,
            precondition: "supported-calendar-data"
        ),
        BadRequest(
            "a resource that is too large",
            "PUT \(calendar)bad.ics HTTP/1.1",
            fields: text + ["Content-Length: 99999999999"],
            403,
            precondition: "max-resource-size"
        ),
        BadRequest(
            "a content coding",
            "PUT \(calendar)bad.ics HTTP/1.1",
            fields: text + ["Content-Encoding: gzip"],
            body: "x",
            415
        ),
        BadRequest("no such calendar", "PUT /calendars/alice/none/a.ics HTTP/1.1", fields: text, body: event(), 409),
    ]

    private static let attach =
        "ATTACH;MANAGED-ID=aaaaaaaaaaaaaaaaaaaaaaaaaa:http://127.0.0.1/attachments/aaaaaaaaaaaaaaaaaaaaaaaaaa/a"

    private static func propfind(_ fault: String, _ body: String, _ status: Int) -> BadRequest {
        BadRequest(fault, "PROPFIND \(calendar) HTTP/1.1", fields: ["Depth: 0"], body: body, status)
    }

    /// XML that is not taken.
    static let xml: [BadRequest] = [
        BadRequest(
            "a document type",
            "PROPFIND \(calendar) HTTP/1.1",
            fields: ["Depth: 0"],
            body: #"<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p xmlns="DAV:">&x;</p>"#,
            403,
            precondition: "no-external-entities"
        ),
        propfind("XML that breaks off", "<propfind", 400),
        propfind("elements too deep", String(repeating: "<a>", count: 3000), 400),
        propfind("an undeclared prefix", "<x:propfind/>", 400),
        propfind("another root", #"<x xmlns="DAV:"/>"#, 422),
        BadRequest(
            "XML that is too large",
            "PROPFIND \(calendar) HTTP/1.1",
            fields: ["Depth: 0", "Content-Length: 99999999999"],
            413
        ),
        BadRequest(
            "an infinite depth",
            "PROPFIND \(calendar) HTTP/1.1",
            fields: ["Depth: infinity"],
            403,
            precondition: "propfind-finite-depth"
        ),
        BadRequest("an unknown depth", "PROPFIND \(calendar) HTTP/1.1", fields: ["Depth: 2"], 400),
        BadRequest(
            "an unknown report",
            "REPORT \(calendar) HTTP/1.1",
            body: #"<x:y xmlns:x="urn:x"/>"#,
            403,
            precondition: "supported-report"
        ),
    ]

    /// Names and queries that are not taken.
    static let targets: [BadRequest] = [
        BadRequest("a broken percent-encoding", "GET /calendars/alice/calendar/%zz.ics HTTP/1.1", 400),
        BadRequest("a control character", "GET /calendars/alice/calendar/%00.ics HTTP/1.1", 400),
        BadRequest("a parent directory", "GET /calendars/alice/calendar/%2e%2e HTTP/1.1", 400),
        BadRequest("an over-long encoding", "GET /calendars/alice/calendar/%c0%af HTTP/1.1", 400),
        BadRequest("an encoded slash", "GET /calendars/alice/calendar/a%2fb.ics HTTP/1.1", 400),
        BadRequest("a name too long", "GET \(calendar)\(String(repeating: "n", count: 256)) HTTP/1.1", 414),
        BadRequest("a path too long", "GET /\(String(repeating: "p/", count: 2500)) HTTP/1.1", 414),
        BadRequest("a target too long", "GET /?\(String(repeating: "q", count: 9000)) HTTP/1.1", 414),
        BadRequest(
            "an action of its own",
            "POST \(calendar)meeting.ics?action=attachment-steal HTTP/1.1",
            body: "x",
            403,
            precondition: "valid-action"
        ),
        BadRequest(
            "a managed ID of 5000 characters",
            "POST \(calendar)meeting.ics?action=attachment-update&managed-id=\(String(repeating: "m", count: 5000))"
                + " HTTP/1.1",
            body: "x",
            403,
            precondition: "valid-managed-id"
        ),
        BadRequest(
            "a broken query",
            "POST \(calendar)meeting.ics?action=%zz HTTP/1.1",
            body: "x",
            400,
            403
        ),
        BadRequest("a method of its own", "FROB \(calendar) HTTP/1.1", 501),
        BadRequest(
            "a destination elsewhere",
            "COPY \(calendar)meeting.ics HTTP/1.1",
            fields: ["Destination: http://other.example.com\(calendar)copy.ics"],
            502
        ),
        BadRequest(
            "a calendar that is to be a principal",
            "MKCALENDAR /calendars/alice/new/ HTTP/1.1",
            body: #"<C:mkcalendar xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns="DAV:"><set><prop><resourcetype>"#
                + "<principal/></resourcetype></prop></set></C:mkcalendar>",
            403,
            precondition: "valid-resourcetype"
        ),
        BadRequest(
            "a message for oneself",
            "PUT /calendars/alice/inbox/bad.ics HTTP/1.1",
            fields: text,
            body: event(),
            403,
            precondition: "need-privileges"
        ),
        BadRequest(
            "a POST on a calendar of what is no iCalendar",
            "POST \(calendar) HTTP/1.1",
            fields: text,
            body: "x",
            403,
            precondition: "valid-calendar-data"
        ),
        BadRequest("a POST on a home", "POST /calendars/alice/ HTTP/1.1", body: "x", 405),
        BadRequest("a COPY to nowhere", "COPY \(calendar)meeting.ics HTTP/1.1", 400),
        BadRequest(
            "a MOVE to another server",
            "MOVE \(calendar)meeting.ics HTTP/1.1",
            fields: ["Destination: https://other.example.com\(calendar)x.ics"],
            502
        ),
        BadRequest("a PROPPATCH without a body", "PROPPATCH \(calendar) HTTP/1.1", 400),
        BadRequest(
            "a MKCALENDAR where a calendar is",
            "MKCALENDAR \(calendar) HTTP/1.1",
            403,
            precondition: "resource-must-be-null"
        ),
        BadRequest(
            "a DELETE of a calendar without what is in it",
            "DELETE \(calendar) HTTP/1.1",
            fields: ["Depth: 0"],
            400
        ),
    ]
}
