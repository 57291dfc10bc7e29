import NIOHTTP1
import Testing

extension Stories {
    /// Bad input changes nothing, gets the right answer, and leaves no trace of secrets.
    struct BadInputTests {
        /// Sends bad requests between two looks at everything that alice has, which must be the same.
        private func expectNoChange(of server: DevServer, _ requests: [BadRequest], at url: String) async throws {
            let alice = server.client(as: "alice")
            try await alice.put("meeting.ics", SampleEvent.meeting())
            let before = try await state(of: alice)
            for request in requests { try await request.check(at: url) }
            #expect(try await state(of: alice) == before)
        }

        private func state(of client: CalendarClient) async throws -> [String] {
            let listing = try await client.send(.PROPFIND, client.calendar, ["Depth": "1"])
            let event = try await client.send(.GET, client.calendar + "meeting.ics")
            return [listing.text, event.text, event["ETag"] ?? ""]
        }

        @Test func `malformed iCalendar is refused with the precondition, and nothing is stored`() async throws {
            try await DevServer.with { server in
                try await expectNoChange(of: server, BadRequest.calendarData, at: server.frontURL)
                try await expectNoChange(of: server, BadRequest.xml, at: server.frontURL)
                try await expectNoChange(of: server, BadRequest.targets, at: server.frontURL)
                #expect(!server.written.contains("request failed"), "what a client may not is no failure of the server")
            }
        }

        @Test func `malformed HTTP is refused by both services, and the connection is in a sane state`() async throws {
            try await DevServer.with { server in
                let requests = BadRequest.messages + BadRequest.credentials
                try await expectNoChange(of: server, requests, at: server.frontURL)
                // The node has no calendars: what gets past its parser there is not found.
                for request in BadRequest.messages { try await request.checkForm(at: server.nodeURLs[0]) }
            }
        }

        @Test func `a signed URL with anything changed is refused, and none without a signature is taken`()
            async throws
        {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("meeting.ics", SampleEvent.meeting())
                let file = CalendarClient.File(name: "a.txt", type: "text/plain", bytes: Array("text".utf8))
                let uri = try #require(try await alice.add(file, to: "meeting.ics")["Location"])
                let location = try #require(try await alice.send(.GET, uri)["Location"])
                let nobody = alice.with(nil)
                for (url, status, code) in Self.forgeries(of: location) {
                    let answer = try await nobody.send(.GET, url)
                    #expect(answer.status == status, "\(url): \(answer.text)")
                    #expect(answer["Content-Type"] == "application/problem+json")
                    #expect(answer["Cache-Control"] == "no-store", "\(url)")
                    if let code { #expect(answer.text.contains("\"code\":\"\(code)\""), "\(answer.text)") }
                }
                for method in [HTTPMethod.PUT, .DELETE, .POST] {
                    #expect(try await nobody.send(method, location, body: [0]).status == 405)
                }
                #expect(try await nobody.send(.GET, location).text == "text")
            }
        }

        private static func forgeries(of url: String) -> [(url: String, status: Int, code: String?)] {
            func changed(_ name: String, _ value: String) -> String {
                guard let question = url.firstIndex(of: "?") else { return url }
                let items = url[url.index(after: question)...].split(separator: "&").map { item in
                    item.hasPrefix(name + "=") ? "\(name)=\(value)" : String(item)
                }
                return url[...question] + items.joined(separator: "&")
            }
            let path = url.prefix { $0 != "?" }
            return [
                (changed("e", "4102444800"), 403, "signature"), (changed("n", "YS5odG1s"), 403, "signature"),
                (changed("t", "dGV4dC9odG1s"), 403, "signature"), (changed("i", "1"), 403, "signature"),
                (changed("s", String(repeating: "A", count: 43)), 403, "signature"),
                (changed("k", "unknown"), 403, "key"), (String(path), 400, nil), (url + "&x=1", 400, nil),
                (url + "&i=0", 400, nil), (changed("n", String(repeating: "a", count: 5000)), 400, nil),
                (changed("s", "short"), 400, nil), (changed("e", "soon"), 400, nil),
            ]
        }

        @Test func `a file name that is an attack becomes a harmless one`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let long = String(repeating: "ü", count: 1500) + ".pdf"
                let names: [String: String?] = [
                    "../../etc/passwd": "passwd", "..\\..\\boot.ini": "boot.ini", "a\r\nX-Evil: 1": nil, long: nil,
                ]
                for (index, (given, expected)) in names.enumerated() {
                    let resource = "e\(index).ics"
                    try await alice.put(resource, SampleEvent.allDay(uid: "\(index)@example.com"))
                    let file = CalendarClient.File(name: given, type: "text/html", bytes: Array("<script>".utf8))
                    let added = try await alice.add(file, to: resource)
                    try #require(added.status == 201, "\(given.prefix(30)): \(added.text)")
                    let stored = try await alice.event(resource)
                    let attachment = try #require(stored.attachments.first)
                    let name = try #require(attachment.parameters["FILENAME"])
                    #expect(name.utf8.count <= 255 && !name.contains("/") && !name.contains("\\"), "\(name)")
                    #expect(name == expected ?? name)
                    #expect(stored.isFolded)
                    let fetched = try await alice.fetch(attachment.uri)
                    #expect(fetched["X-Evil"] == nil)
                    #expect(fetched["Content-Disposition"]?.hasPrefix("attachment") == true, "never inline")
                    #expect(fetched["Content-Security-Policy"] == "sandbox")
                }
            }
        }

        @Test func `no log line holds a password, a query or a body`() async throws {
            var options = DevServer.Options()
            options.settings["ATTACHE_LOG_LEVEL"] = "trace"
            try await DevServer.with(options) { server in
                let alice = server.client(as: "alice")
                let wrong = Credentials(user: "alice", password: "password-marker")
                #expect(try await alice.with(wrong).send(.PROPFIND, alice.calendar, ["Depth": "0"]).status == 401)
                let secret = String(decoding: SampleEvent.meeting(), as: UTF8.self)
                    .replacing("Budget 2027", with: "summary-marker")
                try await alice.put("meeting.ics", Array(secret.utf8))
                try await alice.put("bad.ics", Array("BEGIN:VCALENDAR\r\nbroken-marker\r\n".utf8))
                let file = CalendarClient.File(name: "name-marker.txt", type: "text/plain", bytes: Array("bytes".utf8))
                _ = try await alice.send(.POST, alice.calendar + "meeting.ics?action=query-marker")
                let uri = try #require(try await alice.add(file, to: "meeting.ics")["Location"])
                let location = try #require(try await alice.send(.GET, uri)["Location"])
                #expect(try await alice.fetch(uri).status == 200)
                #expect(
                    try await alice.send(.GET, server.nodeURLs[0] + uri.dropFirst(server.frontURL.count)).status == 200
                )
                #expect(try await alice.send(.GET, location + "x").status == 400)
                let markers = [
                    "password-marker", "summary-marker", "broken-marker", "query-marker", "attachment-add",
                    "name-marker", String(wrong.authorization.dropFirst(6)), "YWxpY2U6YWxpY2U=", "&s=", "?d=",
                ]
                let written = server.written
                #expect(written.contains("route=/attachments/{id}/{filename}"), "the log is not written")
                for marker in markers {
                    let lines = written.split(separator: "\n").filter { $0.contains(marker) && !$0.contains("curl") }
                    #expect(lines.isEmpty, "\(marker)")
                }
            }
        }
    }
}
