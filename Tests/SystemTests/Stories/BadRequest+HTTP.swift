extension BadRequest {
    private static let host = "Host: 127.0.0.1"

    /// Messages whose form is wrong; both services take them alike.
    static let messages: [BadRequest] = [
        BadRequest("no Host", "GET /healthz HTTP/1.1", isBare: true, 400),
        BadRequest("two Hosts", "GET /healthz HTTP/1.1", fields: [host, "Host: other"], isBare: true, 400),
        BadRequest("a Host with a path", "GET /healthz HTTP/1.1", fields: ["Host: a/b"], isBare: true, 400),
        BadRequest("no HTTP at all", "hello there, how are you", isBare: true, 400, 501),
        BadRequest("a version of the future", "GET /healthz HTTP/3.0", fields: [host], isBare: true, 400, 505),
        BadRequest("a relative target", "GET healthz HTTP/1.1", fields: [host], isBare: true, 400),
        BadRequest("CONNECT", "CONNECT 127.0.0.1:1 HTTP/1.1", fields: [host], isBare: true, 400, 501),
        BadRequest(
            "Content-Length and Transfer-Encoding",
            "PUT /calendars/alice/calendar/bad.ics HTTP/1.1",
            fields: ["Content-Length: 4", "Transfer-Encoding: chunked"],
            body: "0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n",
            400
        ),
        BadRequest(
            "two lengths",
            "PUT /calendars/alice/calendar/bad.ics HTTP/1.1",
            fields: ["Content-Length: 4", "Content-Length: 5"],
            body: "abcde",
            400
        ),
        BadRequest(
            "a negative length",
            "PUT /calendars/alice/calendar/bad.ics HTTP/1.1",
            fields: ["Content-Length: -1"],
            400
        ),
        BadRequest(
            "a transfer coding of its own",
            "PUT /calendars/alice/calendar/bad.ics HTTP/1.1",
            fields: ["Transfer-Encoding: gzip, chunked"],
            body: "0\r\n\r\n",
            400,
            501
        ),
        BadRequest(
            "a chunk without a size",
            "PUT /calendars/alice/calendar/bad.ics HTTP/1.1",
            fields: ["Content-Type: text/calendar", "Transfer-Encoding: chunked"],
            body: "zz\r\nhello\r\n0\r\n\r\n",
            400
        ),
        BadRequest(
            "a field too long",
            "GET /healthz HTTP/1.1",
            fields: ["X-Long: " + String(repeating: "x", count: 20_000)],
            431
        ),
        BadRequest(
            "too many fields",
            "GET /healthz HTTP/1.1",
            fields: (0..<200).map { "X-Field-\($0): 1" },
            431
        ),
        BadRequest("an expectation of its own", "GET /healthz HTTP/1.1", fields: ["Expect: miracles"], 417),
        BadRequest("a bare line feed", "GET /healthz HTTP/1.1\nX-A: b", 400),
        BadRequest("a space before the colon", "GET /healthz HTTP/1.1", fields: ["X-A : b"], 400),
    ]

    /// Credentials that are none.
    static let credentials: [BadRequest] = [
        BadRequest("none", "GET /calendars/alice/ HTTP/1.1", fields: [host], isBare: true, 401, 405),
        BadRequest(
            "another scheme",
            "PROPFIND /calendars/alice/ HTTP/1.1",
            fields: [host, "Depth: 0", "Authorization: Digest x"],
            isBare: true,
            401
        ),
        BadRequest(
            "no colon in them",
            "PROPFIND /calendars/alice/ HTTP/1.1",
            fields: [host, "Depth: 0", "Authorization: Basic YWxpY2U="],
            isBare: true,
            401
        ),
        BadRequest(
            "no Base64",
            "PROPFIND /calendars/alice/ HTTP/1.1",
            fields: [host, "Depth: 0", "Authorization: Basic §§§"],
            isBare: true,
            400,
            401
        ),
    ]
}
