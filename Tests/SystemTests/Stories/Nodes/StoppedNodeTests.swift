import NIOHTTP1
import SystemPackage
import Testing

extension Stories {
    /// Two nodes, one of them stopped: what goes on, and what is refused and how.
    struct StoppedNodeTests {
        private static let large = 3_000_000

        /// A user with an event that has a file, and the node that has it.
        private struct Resident {
            let client: CalendarClient
            let uri: String
            let id: String
            let node: Int
        }

        private func file(_ count: Int) -> CalendarClient.File {
            CalendarClient.File(
                name: "a.bin",
                type: "application/octet-stream",
                bytes: SampleFile.noise(3, count: count)
            )
        }

        /// Adds users until each node has one, and returns one of each.
        private func residents(_ services: SeparateServices) async throws -> [Resident] {
            var found: [Int: Resident] = [:]
            for number in 1...24 where found.count < 2 {
                let name = "user\(number)"
                _ = try await services.attache("user", "add", name, "--password-stdin", input: "\(name)-1234\n")
                let client = services.client(as: name, password: "\(name)-1234")
                #expect(try await client.put("e.ics", SampleEvent.allDay()).status == 201)
                let added = try await client.add(file(20_000), to: "e.ics")
                let (uri, id) = (try #require(added["Location"]), try #require(added["Cal-Managed-ID"]))
                let location = try #require(try await client.send(.GET, uri)["Location"])
                let node = try #require(services.nodeURLs.firstIndex { location.hasPrefix($0 + "/") })
                found[node] = Resident(client: client, uri: uri, id: id, node: node)
            }
            return try (0..<2).map { try #require(found[$0]) }
        }

        /// Sends the head of an addition that waits for leave, and returns the messages until the final one.
        private func expect100(_ client: CalendarClient, length: Int) async throws -> [RawConnection.Message] {
            let credentials = try #require(client.credentials)
            return try await RawConnection.to(client.base) { connection in
                try await connection.send(lines: [
                    "POST \(client.calendar)e.ics?action=attachment-add HTTP/1.1", "Host: 127.0.0.1",
                    "Authorization: \(credentials.authorization)", "Content-Type: text/plain",
                    "Content-Length: \(length)", "Expect: 100-continue",
                ])
                var messages = [try await connection.message()]
                if messages[0].status == 100 {
                    try await connection.send(String(repeating: "x", count: length))
                    messages.append(try await connection.message())
                }
                return messages
            }
        }

        /// Everything that needs no bytes of the stopped node, for any user.
        private func calendarWorks(_ resident: Resident) async throws {
            let client = resident.client
            #expect(try await client.send(.PROPFIND, client.calendar, ["Depth": "1"]).status == 207)
            #expect(try await client.event("e.ics").attachments.count == 1)
            #expect(try await client.put("f.ics", SampleEvent.zoned()).status == 201)
            let destination: HTTPHeaders = ["Destination": client.base + client.calendar + "g.ics"]
            #expect(try await client.send(.MOVE, client.calendar + "f.ics", destination).status == 201)
            #expect(try await client.send(.DELETE, client.calendar + "g.ics").status == 204)
            // A copy of an event links the file again; nothing is copied at a node.
            let copies = client.home + "copies/"
            #expect(try await client.send(.MKCALENDAR, copies).status == 201)
            let copy: HTTPHeaders = ["Destination": client.base + copies + "e.ics"]
            #expect(try await client.send(.COPY, client.calendar + "e.ics", copy).status == 201)
            let copied = CalendarText(try await client.send(.GET, copies + "e.ics").body).attachments
            #expect(copied.map { $0.parameters["MANAGED-ID"] } == [resident.id])
            #expect(try await client.send(.DELETE, copies).status == 204)
            // Neither does the undo of a removal need the node.
            let event = try await client.send(.GET, client.calendar + "e.ics").body
            #expect(try await client.put("e.ics", SampleEvent.allDay()).status == 204)
            #expect(try await client.event("e.ics").attachments.isEmpty)
            #expect(try await client.put("e.ics", event).status == 204)
            #expect(try await client.event("e.ics").attachments.map { $0.parameters["MANAGED-ID"] } == [resident.id])
        }

        @Test func `calendars go on for everybody, and files for those whose node runs`() async throws {
            try await SeparateServices.with { services in
                let residents = try await residents(services)
                let (running, stopped) = (residents[0], residents[1])
                try await services.nodes[1].stop()
                for resident in residents { try await calendarWorks(resident) }
                #expect(try await running.client.fetch(running.uri).body == file(20_000).bytes)
                #expect(try await running.client.add(file(Self.large), to: "e.ics").status == 201)
                // The redirect is the front's, and leads to nobody; the front itself needs no node for it.
                let away = try await stopped.client.send(.GET, stopped.uri)
                #expect(away.status == 307 && away["Location"]?.hasPrefix(services.nodeURLs[1] + "/") == true)
                // A removal is the database's business; the node hears of it when it is back.
                #expect(try await stopped.client.remove(stopped.id, from: "e.ics").status == 204)
                try await services.nodes[1].start()
                #expect(try await stopped.client.add(file(Self.large), to: "e.ics").status == 201)
                let uri = try #require(try await stopped.client.event("e.ics").attachments.first?.uri)
                #expect(try await stopped.client.fetch(uri).body == file(Self.large).bytes)
            }
        }

        @Test func `what needs the stopped node is 503 with Retry-After, and a long body is not asked for`()
            async throws
        {
            try await SeparateServices.with { services in
                let stopped = try await residents(services)[1]
                try await services.nodes[1].stop()
                let long = try await expect100(stopped.client, length: Self.large)
                #expect(long.map(\.status) == [503], "a long body is refused before it is sent")
                #expect(long[0].head.lowercased().contains("\r\nretry-after: 1"))
                // A body of one piece is gathered before the node is called.
                let short = try await expect100(stopped.client, length: 1_000)
                #expect(short.map(\.status) == [100, 503])
                let settings = WorldSettings(grace: .seconds(60), scanner: nil)
                try await settings.apply(to: services)
                let sent = try await expect100(stopped.client, length: Self.large)
                #expect(sent.map(\.status) == [503], "a client is not sent to a node that does not answer")
                let update = try await stopped.client.update(stopped.id, with: file(1_000), on: "e.ics")
                #expect(update.status == 503 && update["Retry-After"] == "1", "\(update)")
                #expect(try await stopped.client.event("e.ics").attachments.count == 1)
            }
        }
    }
}
