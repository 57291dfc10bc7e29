import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

extension Stories {
    /// What is refused is refused before the client sends the bytes.
    struct LimitTests {
        private static let options = DevServer.Options(settings: [
            "ATTACHE_ATTACHMENTS_MAX_SIZE": "1000", "ATTACHE_ATTACHMENTS_MAX_PER_RESOURCE": "2",
            "ATTACHE_QUOTA_BYTES": "2500",
        ])

        /// A POST that announces a body and waits for leave to send it.
        struct Announcement: Sendable, CustomTestStringConvertible {
            /// What is wrong with it.
            let fault: String
            /// The query.
            var query = "action=attachment-add"
            /// The resource in alice's calendar.
            var resource = "open.ics"
            /// Who sends it.
            var user: String? = "alice"
            /// The announced length.
            var length = 100
            /// Further fields.
            var fields: [String] = []
            /// The expected status.
            let status: Int
            /// The expected precondition, if the error has a name.
            var precondition: String?

            /// What the test is called.
            var testDescription: String { fault }

            /// The lines of the request's head.
            var lines: [String] {
                let credentials = user.map { "Authorization: " + Credentials(user: $0, password: $0).authorization }
                return [
                    "POST /calendars/alice/calendar/\(resource)?\(query) HTTP/1.1", "Host: 127.0.0.1",
                    "Content-Type: text/plain", "Content-Length: \(length)", "Expect: 100-continue",
                ] + [credentials].compactMap(\.self) + fields
            }
        }

        private static let refused: [Announcement] = [
            Announcement(fault: "no credentials", user: nil, status: 401),
            Announcement(fault: "a stranger", user: "bob", status: 403, precondition: "need-privileges"),
            Announcement(fault: "no action", query: "x=y", status: 403, precondition: "valid-action"),
            Announcement(
                fault: "an action twice",
                query: "action=attachment-add&action=attachment-add",
                status: 403,
                precondition: "valid-action"
            ),
            Announcement(
                fault: "a managed ID on an addition",
                query: "action=attachment-add&managed-id=x",
                status: 403,
                precondition: "valid-managed-id"
            ),
            Announcement(
                fault: "an unknown managed ID on an update",
                query: "action=attachment-update&managed-id=aaaaaaaaaaaaaaaaaaaaaaaaaa",
                status: 403,
                precondition: "valid-managed-id"
            ),
            Announcement(
                fault: "a rid of no instance",
                query: "action=attachment-add&rid=19990101T000000Z",
                status: 403,
                precondition: "valid-rid"
            ),
            Announcement(fault: "a stale If-Match", fields: ["If-Match: \"stale\""], status: 412),
            Announcement(fault: "If-None-Match of any", fields: ["If-None-Match: *"], status: 412),
            Announcement(fault: "no such event", resource: "none.ics", status: 404),
            Announcement(fault: "one byte too many", length: 1001, status: 403, precondition: "max-attachment-size"),
            Announcement(
                fault: "one attachment too many",
                resource: "full.ics",
                status: 403,
                precondition: "max-attachments-per-resource"
            ),
            Announcement(fault: "more than the quota", length: 701, status: 507, precondition: "quota-not-exceeded"),
        ]

        /// Puts an event with two attachments of 900 bytes and one without.
        private func prepare(_ server: DevServer) async throws -> CalendarClient {
            let alice = server.client(as: "alice")
            try await alice.put("full.ics", SampleEvent.allDay())
            try await alice.put("open.ics", SampleEvent.meeting())
            for number in 1...2 {
                let file = file(900, seed: UInt64(number))
                #expect(try await alice.add(file, to: "full.ics").status == 201)
            }
            return alice
        }

        private func file(_ count: Int, seed: UInt64 = 9) -> CalendarClient.File {
            CalendarClient.File(name: "a.txt", type: "text/plain", bytes: SampleFile.noise(seed, count: count))
        }

        @Test func `what can be refused without the body is refused before any of its bytes is sent`() async throws {
            try await DevServer.with(Self.options) { server in
                let alice = try await prepare(server)
                for announcement in Self.refused {
                    try await RawConnection.to(server.frontURL) { connection in
                        try await connection.send(lines: announcement.lines)
                        let answer = try await connection.message()
                        #expect(answer.status == announcement.status, "\(announcement.fault): \(answer.head)")
                        if let precondition = announcement.precondition {
                            #expect(answer.names(precondition), "\(announcement.fault): \(answer.body)")
                        }
                        // RFC 9110 §10.1.1: the client may send the body or not, so the connection cannot go on.
                        #expect(answer.closes, "\(announcement.fault)")
                        #expect(try await connection.rest().isEmpty, "\(announcement.fault)")
                    }
                }
                #expect(try await alice.event("open.ics").attachments.isEmpty)
                #expect(try await alice.event("full.ics").attachments.count == 2)
            }
        }

        @Test func `curl sends nothing of a file that is refused`() async throws {
            try await DevServer.with(Self.options) { server in
                let alice = server.client(as: "alice")
                try await alice.put("open.ics", SampleEvent.meeting())
                let url = alice.url(alice.calendar + "open.ics?action=attachment-add")
                let outcome = try await Shell.run(
                    // Of so many bytes curl asks by itself before it sends them.
                    "head -c 3000000 /dev/zero > large; curl -sS -u alice:alice --expect100-timeout 10 "
                        + "--data-binary @large -o answer.xml -w '%{http_code} %{size_upload}' '\(url)'; cat answer.xml",
                    in: server.data
                )
                #expect(outcome.text.hasPrefix("403 0<"), "\(outcome)")
                #expect(outcome.text.contains(":max-attachment-size"))
            }
        }

        @Test func `a client that may send is told so, and fills the quota to its last byte`() async throws {
            try await DevServer.with(Self.options) { server in
                let alice = try await prepare(server)
                let text = String(repeating: "x", count: 700)
                try await RawConnection.to(server.frontURL) { connection in
                    let announcement = Announcement(fault: "none", length: 700, status: 201)
                    try await connection.send(lines: announcement.lines)
                    #expect(try await connection.message().status == 100)
                    try await connection.send(text)
                    let answer = try await connection.message()
                    #expect(answer.status == 201, "\(answer.body)")
                    #expect(!answer.closes, "the connection can go on")
                }
                let stored = try #require(try await alice.event("open.ics").attachments.first)
                #expect(try await alice.fetch(stored.uri).text == text)
                #expect(try await alice.add(file(1), to: "open.ics").status == 507)
                #expect(try await quota(of: alice) == (used: 2500, available: 0))
                let removed = try await alice.remove(try #require(stored.managedID), from: "open.ics")
                #expect(removed.status == 204)
                #expect(try await quota(of: alice) == (used: 1800, available: 700))
                #expect(try await alice.add(file(700), to: "open.ics").status == 201)
            }
        }

        private func quota(of client: CalendarClient) async throws -> (used: Int, available: Int) {
            let body = """
                <D:propfind xmlns:D="DAV:"><D:prop><D:quota-used-bytes/><D:quota-available-bytes/></D:prop></D:propfind>
                """
            let answer = try await client.send(.PROPFIND, "/calendars/alice/", ["Depth": "0"], body: Array(body.utf8))
            let values = ["quota-used-bytes", "quota-available-bytes"].map { name in
                answer.text.firstRange(of: ":\(name)>").flatMap { range in
                    Int(answer.text[range.upperBound...].prefix { $0.isNumber })
                }
            }
            return (used: try #require(values[0]), available: try #require(values[1]))
        }

        @Test func `a body without a length is stopped at the limit, and nothing of it is kept`() async throws {
            try await DevServer.with(Self.options) { server in
                let alice = server.client(as: "alice")
                try await alice.put("open.ics", SampleEvent.meeting())
                let chunks = (0..<50).map { _ in ByteBuffer(bytes: [UInt8](repeating: 7, count: 100)) }
                let answer = try await alice.http.send(
                    .POST,
                    alice.url(alice.calendar + "open.ics?action=attachment-add"),
                    alice.fields(["Content-Type": "text/plain"]),
                    body: .stream(chunks.async, length: .unknown)
                )
                #expect(answer.status == 403)
                #expect(answer.names("max-attachment-size"))
                #expect(try await alice.event("open.ics").attachments.isEmpty)
                #expect(try await quota(of: alice).used == 0)
            }
        }

        @Test func `a client that goes away in the middle of a file leaves nothing behind`() async throws {
            try await DevServer.with(Self.options) { server in
                let alice = try await prepare(server)
                try await RawConnection.to(server.frontURL) { connection in
                    try await connection.send(lines: Announcement(fault: "none", length: 700, status: 100).lines)
                    #expect(try await connection.message().status == 100)
                    try await connection.send("only the begin")
                }
                #expect(try await alice.event("open.ics").attachments.isEmpty)
                let whole = try await alice.add(file(700), to: "open.ics")
                #expect(whole.status == 201, "\(whole.text)")
            }
        }
    }
}

extension Array where Element: Sendable {
    /// The elements as a sequence that is read asynchronously.
    fileprivate var async: AsyncStream<Element> {
        AsyncStream { continuation in
            for element in self { continuation.yield(element) }
            continuation.finish()
        }
    }
}
