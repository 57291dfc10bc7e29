import NIOHTTP1
import Testing

extension Stories {
    /// What was true before a long upload is looked at again when it is over.
    struct OvertakenUploadTests {
        private static let text = String(repeating: "z", count: 80_000)

        /// Begins an addition, lets something happen in the middle of its body, and returns the answer.
        private func upload(
            to server: DevServer,
            fields: [String] = [],
            meanwhile event: (CalendarClient) async throws -> Answer
        ) async throws -> (status: Int, body: String) {
            let alice = server.client(as: "alice")
            let credentials = try #require(alice.credentials)
            return try await RawConnection.to(server.frontURL) { connection in
                let lines = [
                    "POST \(alice.calendar)e.ics?action=attachment-add HTTP/1.1", "Host: 127.0.0.1",
                    "Authorization: \(credentials.authorization)", "Content-Type: text/plain",
                    "Content-Length: \(Self.text.utf8.count)", "Expect: 100-continue",
                ]
                try await connection.send(lines: lines + fields)
                #expect(try await connection.message().status == 100)
                try await connection.send(String(Self.text.prefix(30_000)))
                #expect(try await event(alice).status == 204)
                try await connection.send(String(Self.text.dropFirst(30_000)))
                let answer = try await connection.message()
                return (answer.status, answer.body)
            }
        }

        /// The meeting with another summary.
        private let changed = Array(
            String(decoding: SampleEvent.meeting(), as: UTF8.self).replacing("Budget 2027", with: "Budget 2030").utf8
        )

        @Test func `an event that was changed during the upload keeps the change and gets the file`() async throws {
            try await DevServer.with { server in
                try await server.client(as: "alice").put("e.ics", SampleEvent.meeting())
                let answer = try await upload(to: server) { alice in
                    try await alice.put("e.ics", changed)
                }
                #expect(answer.status == 201, "\(answer.body)")
                let stored = try await server.client(as: "alice").event("e.ics")
                #expect(stored.lines(named: "SUMMARY") == ["SUMMARY:Budget 2030"])
                let uri = try #require(stored.attachments.first?.uri)
                #expect(try await server.client(as: "alice").fetch(uri).text == Self.text)
            }
        }

        @Test func `under If-Match an event that was changed during the upload is left alone`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let tag = try #require(try await alice.put("e.ics", SampleEvent.meeting())["ETag"])
                let answer = try await upload(to: server, fields: ["If-Match: \(tag)"]) { alice in
                    try await alice.put("e.ics", changed)
                }
                #expect(answer.status == 412, "\(answer.body)")
                #expect(try await alice.event("e.ics").octets == changed)
            }
        }

        @Test func `an event that was deleted during the upload stays deleted`() async throws {
            try await DevServer.with { server in
                try await server.client(as: "alice").put("e.ics", SampleEvent.meeting())
                let answer = try await upload(to: server) { alice in
                    try await alice.send(.DELETE, alice.calendar + "e.ics")
                }
                #expect(answer.status == 404, "\(answer.body)")
                let alice = server.client(as: "alice")
                #expect(try await alice.send(.GET, alice.calendar + "e.ics").status == 404)
            }
        }

        @Test func `of many additions at once none is lost`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.zoned())
                let uris = try await addFiles(10, as: alice).compactMap { $0["Location"] }
                #expect(uris.count == 10)
                let stored = try await alice.event("e.ics")
                #expect(Set(stored.attachments.map(\.uri)) == Set(uris))
                #expect(stored.attachments.count == 20, "each on the master and on its override")
                for uri in uris { #expect(try await alice.fetch(uri).status == 200) }
            }
        }

        @Test func `of too many additions at once just as many are taken as are allowed`() async throws {
            var options = DevServer.Options()
            options.settings["ATTACHE_ATTACHMENTS_MAX_PER_RESOURCE"] = "3"
            try await DevServer.with(options) { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let answers = try await addFiles(8, as: alice)
                #expect(answers.map(\.status).sorted() == [201, 201, 201, 403, 403, 403, 403, 403])
                let refused = answers.filter { $0.status == 403 }
                #expect(refused.allSatisfy { $0.names("max-attachments-per-resource") })
                #expect(try await alice.event("e.ics").attachments.count == 3)
            }
        }

        private func addFiles(_ count: Int, as client: CalendarClient) async throws -> [Answer] {
            try await withThrowingTaskGroup { group in
                for number in 0..<count {
                    let bytes = SampleFile.noise(UInt64(number), count: 50_000)
                    let file = CalendarClient.File(name: "\(number).bin", type: "application/x-n", bytes: bytes)
                    group.addTask { try await client.add(file, to: "e.ics") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
    }
}
