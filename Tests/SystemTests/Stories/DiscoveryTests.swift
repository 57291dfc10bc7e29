import NIOHTTP1
import Testing

extension Stories {
    /// A client that knows a host, a name and a password finds everything else.
    struct DiscoveryTests {
        private func propfind(
            _ path: String,
            _ properties: String,
            depth: String = "0",
            as client: CalendarClient
        ) async throws -> String {
            let body = """
                <?xml version="1.0" encoding="utf-8"?>
                <D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" \
                xmlns:CS="http://calendarserver.org/ns/"><D:prop>\(properties)</D:prop></D:propfind>
                """
            let fields: HTTPHeaders = ["Depth": depth, "Content-Type": "application/xml"]
            let answer = try await client.send(.PROPFIND, path, fields, body: Array(body.utf8))
            try #require(answer.status == 207, "\(path): \(answer.text)")
            return answer.text
        }

        /// The number that a property has in a multistatus.
        private func integer(_ property: String, in text: String) -> Int? {
            text.firstRange(of: "\(property)>").flatMap { Int(text[$0.upperBound...].prefix(while: \.isNumber)) }
        }

        @Test func `from the host's name to the calendar, as Apple Calendar and Thunderbird go`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let wellKnown = try await alice.send(.PROPFIND, "/.well-known/caldav", ["Depth": "0"])
                #expect(wellKnown.status == 301)
                #expect(wellKnown["Location"] == server.frontURL + "/")
                let root = try await propfind("/", "<D:current-user-principal/>", as: alice)
                #expect(root.contains("/principals/users/alice/"))
                let home = "<C:calendar-home-set/><C:calendar-user-address-set/><D:displayname/><D:principal-URL/>"
                let principal = try await propfind("/principals/users/alice/", home, as: alice)
                #expect(principal.contains("/calendars/alice/"))
                #expect(principal.contains("mailto:alice@example.com"))
                let calendars = try await propfind(
                    "/calendars/alice/",
                    "<D:resourcetype/><C:supported-calendar-component-set/><CS:getctag/><D:sync-token/>",
                    depth: "1",
                    as: alice
                )
                for path in ["calendar", "tasks", "inbox", "outbox"] {
                    #expect(calendars.contains(">/calendars/alice/\(path)/<"), "\(path)")
                }
            }
        }

        @Test func `the service says what it can do with attachments, everywhere where clients look`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let places = [
                    "/principals/users/alice/", "/calendars/alice/", alice.calendar, alice.calendar + "e.ics",
                ]
                for path in places {
                    let answer = try await alice.send(.OPTIONS, path)
                    let tokens = (answer["DAV"] ?? "").split(separator: ",").map { $0.trimmed }
                    #expect(
                        Set(tokens).isSuperset(of: [
                            "1", "3", "access-control", "calendar-access", "calendar-managed-attachments",
                        ]),
                        "\(path)"
                    )
                    #expect(!tokens.contains("calendar-managed-attachments-no-recurrence"), "\(path)")
                }
                #expect((try await alice.send(.OPTIONS, alice.calendar + "e.ics"))["Allow"]?.contains("POST") == true)
                let limits = "<C:max-attachment-size/><C:max-attachments-per-resource/>"
                let calendar = try await propfind(alice.calendar, limits, as: alice)
                #expect(calendar.contains(">104857600<"))
                #expect(calendar.contains(">100<"))
                let home = try await propfind(
                    "/calendars/alice/",
                    "<C:managed-attachments-server-URL/><D:quota-used-bytes/><D:quota-available-bytes/>",
                    as: alice
                )
                #expect(home.contains(">\(server.nodeURLs[0])<"))
                let used = try #require(integer("quota-used-bytes", in: home), "\(home)")
                let available = try #require(integer("quota-available-bytes", in: home), "\(home)")
                #expect(used > 0 && used + available == 1_073_741_824)
            }
        }

        @Test func `every kind of event comes back octet for octet, also after a restart`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                var tags: [String: String?] = [:]
                for event in SampleEvent.all {
                    let answer = try await alice.put(event.name, event.octets)
                    #expect(answer.status == 201, "\(event.name): \(answer.text)")
                    tags[event.name] = answer["ETag"]
                }
                try await server.restart()
                for event in SampleEvent.all {
                    let answer = try await alice.send(.GET, alice.calendar + event.name)
                    #expect(answer.status == 200)
                    #expect(answer.body == event.octets, "\(event.name)")
                    #expect(answer["ETag"] == tags[event.name] ?? "none")
                    #expect(answer["Content-Type"]?.hasPrefix("text/calendar") == true)
                    let head = try await alice.send(.HEAD, alice.calendar + event.name)
                    #expect(head.headers.first(name: "Content-Length") == "\(event.octets.count)")
                }
            }
        }

        @Test func `an event is changed and deleted under conditions only`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let first = try #require(try await alice.put("e.ics", SampleEvent.meeting())["ETag"])
                let again = try await alice.put("e.ics", SampleEvent.meeting(), ["If-None-Match": "*"])
                #expect(again.status == 412)
                let changed = Array(
                    String(decoding: SampleEvent.meeting(), as: UTF8.self)
                        .replacing("Budget 2027", with: "Budget 2028").utf8
                )
                let second = try await alice.put("e.ics", changed, ["If-Match": first])
                #expect(second.status == 204)
                #expect(try await alice.put("e.ics", SampleEvent.meeting(), ["If-Match": first]).status == 412)
                #expect(try await alice.event("e.ics").octets == changed)
                let path = alice.calendar + "e.ics"
                #expect(try await alice.send(.DELETE, path, ["If-Match": first]).status == 412)
                let tag = try #require(second["ETag"])
                #expect(try await alice.send(.DELETE, path, ["If-Match": tag]).status == 204)
                #expect(try await alice.send(.GET, path).status == 404)
            }
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " })
    }
}
