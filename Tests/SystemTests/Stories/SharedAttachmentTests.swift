import NIOHTTP1
import Testing

extension Stories {
    /// Events are copied with their ATTACH properties, by their owners and by others.
    struct SharedAttachmentTests {
        private let file = CalendarClient.File(
            name: "plan.pdf",
            type: "application/pdf",
            bytes: SampleFile.pdf("Plan")
        )

        /// Puts an event with the file, and returns its lines as they are stored.
        private func original(as client: CalendarClient) async throws -> CalendarText {
            try await client.put("original.ics", SampleEvent.allDay())
            let added = try await client.add(file, to: "original.ics")
            try #require(added.status == 201, "\(added)")
            return try await client.event("original.ics")
        }

        /// The octets of an event with another UID, as a client that copies an event writes them.
        private func copy(_ event: CalendarText) -> [UInt8] {
            Array(event.lines.map { $0.replacing("all-day@", with: "copy@") + "\r\n" }.joined().utf8)
        }

        @Test func `a copy of an event has the same file, until both have let it go`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let event = try await original(as: alice)
                let attachment = try #require(event.attachments.first)
                let id = try #require(attachment.managedID)
                #expect(try await alice.put("copy.ics", copy(event)).status == 201)
                #expect(try await alice.event("copy.ics").attachments == [attachment])
                #expect(try await alice.remove(id, from: "original.ics").status == 204)
                #expect(try await alice.fetch(attachment.uri).body == file.bytes, "the copy still has it")
                let other = CalendarClient.File(name: "new.pdf", type: "application/pdf", bytes: Array("new".utf8))
                #expect(try await alice.update(id, with: other, on: "copy.ics").status == 204)
                #expect(try await alice.send(.GET, attachment.uri).status == 410)
                try await server.restart()
                let new = try #require(try await alice.event("copy.ics").attachments.first)
                #expect(try await alice.fetch(new.uri).body == other.bytes)
                #expect(try await alice.send(.DELETE, alice.calendar + "copy.ics").status == 204)
                #expect(try await alice.send(.GET, new.uri).status == 410)
            }
        }

        @Test func `a stranger who copies an event keeps the words and gets no access to the file`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let event = try await original(as: alice)
                let attachment = try #require(event.attachments.first)
                let bob = server.client(as: "bob")
                let stored = try await bob.put("copy.ics", copy(event))
                #expect(stored.status == 201, "\(stored)")
                #expect(stored["ETag"] == nil, "RFC 4791 §5.3.4: the server changed the data")
                let plain = try #require(try await bob.event("copy.ics").attachments.first)
                #expect(plain.uri == attachment.uri)
                #expect(Set(plain.parameters.keys).isDisjoint(with: ["MANAGED-ID", "SIZE", "FILENAME"]))
                #expect(try await bob.send(.GET, attachment.uri).status == 403)
                #expect(try await alice.send(.DELETE, alice.calendar + "original.ics").status == 204)
                #expect(try await bob.send(.GET, attachment.uri).status == 404, "and does not keep it alive")
                #expect(try await alice.send(.GET, attachment.uri).status == 410)
            }
        }

        @Test func `the same bytes twice are two attachments, and each goes by itself`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let first = try #require(try await original(as: alice).attachments.first)
                let again = try await alice.add(file, to: "original.ics")
                let uri = try #require(again["Location"])
                #expect(uri != first.uri)
                #expect(try await alice.remove(try #require(first.managedID), from: "original.ics").status == 204)
                try await server.restart()
                #expect(try await alice.fetch(uri).body == file.bytes)
                #expect(try await alice.event("original.ics").attachments.map(\.uri) == [uri])
            }
        }
    }
}
