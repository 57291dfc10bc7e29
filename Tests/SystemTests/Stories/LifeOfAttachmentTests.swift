import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1
import Testing

extension Stories {
    /// A file is added to an event, read, replaced, removed and brought back, with restarts in between.
    struct LifeOfAttachmentTests {
        private let name = "Bericht № 7; Entwurf.pdf"
        private let event = "meeting.ics"

        private func file(_ title: String, name: String? = nil) -> CalendarClient.File {
            CalendarClient.File(name: name ?? self.name, type: "application/pdf", bytes: SampleFile.pdf(title))
        }

        /// Puts the meeting and adds a file to it; returns the ATTACH property that the event then has.
        private func addFile(
            _ file: CalendarClient.File,
            as client: CalendarClient
        ) async throws
            -> CalendarText.Attachment
        {
            #expect(try await client.put(event, SampleEvent.meeting()).status == 201)
            let added = try await client.add(file, to: event)
            try #require(added.status == 201, "\(added.status): \(added.text)")
            let attachment = try #require(try await client.event(event).attachments.first)
            #expect(added["Cal-Managed-ID"] == attachment.managedID)
            #expect(added["Location"] == attachment.uri)
            // A new tag without the data would let the client's next PUT silently drop the file.
            #expect(added["ETag"] == nil)
            #expect(added["Schedule-Tag"] == nil)
            return attachment
        }

        @Test func `RFC 8607 §3.4 a PDF that is added becomes an ATTACH with all its parameters`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let pdf = file("One")
                let attachment = try await addFile(pdf, as: alice)
                #expect(attachment.parameters["FMTTYPE"] == "application/pdf")
                #expect(attachment.parameters["SIZE"] == "\(pdf.bytes.count)")
                #expect(attachment.parameters["FILENAME"] == name)
                #expect(attachment.uri.hasPrefix("\(server.frontURL)/attachments/\(attachment.managedID ?? "?")/"))
                let stored = try await alice.event(event)
                let changed = ["ATTACH", "DTSTAMP", "LAST-MODIFIED"]
                #expect(
                    stored.lines(without: changed) == CalendarText(SampleEvent.meeting()).lines(without: changed),
                    "other lines were changed"
                )
                #expect(stored.lines(named: "LAST-MODIFIED").count == 1)
                #expect(stored.lines(named: "DTSTAMP") != ["DTSTAMP:20260101T120000Z"])
                #expect(stored.isFolded)
            }
        }

        @Test func `every instance of a recurring event gets the file`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("zoned.ics", SampleEvent.zoned())
                let added = try await alice.add(file("Agenda"), to: "zoned.ics", ["Prefer": "return=representation"])
                #expect(added.status == 201)
                let stored = CalendarText(added.body)
                #expect(stored == (try await alice.event("zoned.ics")))
                #expect(stored.attachments.count == 2)
                #expect(Set(stored.attachments.map(\.uri)).count == 1)
                #expect(added["Preference-Applied"] == "return=representation")
                #expect(added["Content-Type"]?.hasPrefix("text/calendar") == true)
                #expect(added["Content-Location"]?.hasSuffix(alice.calendar + "zoned.ics") == true)
                #expect(added["ETag"] == (try await alice.send(.GET, alice.calendar + "zoned.ics"))["ETag"])
            }
        }

        @Test func `the file is read in three ways, before and after a restart`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let pdf = file("Three ways")
                let attachment = try await addFile(pdf, as: alice)
                for round in ["before", "after"] {
                    let redirect = try await alice.send(.GET, attachment.uri)
                    #expect(redirect.status == 307, "\(round)")
                    #expect(redirect["Cache-Control"] == "no-store")
                    let location = try #require(redirect["Location"])
                    #expect(location.hasPrefix(server.nodeURLs[0] + "/d/v1/"))
                    let signed = try await alice.with(nil).send(.GET, location)
                    expect(signed, has: pdf, "signed, \(round)")
                    let control = signed["Cache-Control"] ?? ""
                    #expect(control.hasPrefix("private, max-age=") && control.hasSuffix(", immutable"), "\(control)")
                    let path = attachment.uri.dropFirst(server.frontURL.count)
                    let substituted = try await alice.send(.GET, server.nodeURLs[0] + path)
                    expect(substituted, has: pdf, "substituted, \(round)")
                    #expect(substituted["Cache-Control"] == "private, no-cache")
                    if round == "before" { try await server.restart() }
                }
            }
        }

        /// Checks the bytes and the fields of design.md that every way has in common.
        private func expect(_ answer: Answer, has file: CalendarClient.File, _ way: Comment) {
            #expect(answer.status == 200, way)
            #expect(answer.body == file.bytes, way)
            #expect(answer["Content-Length"] == "\(file.bytes.count)", way)
            #expect(answer["Content-Type"] == "application/pdf", way)
            let disposition = answer["Content-Disposition"] ?? ""
            #expect(disposition.hasPrefix("attachment;"), way)
            #expect(disposition.contains("filename*=UTF-8''Bericht%20%E2%84%96%207%3B%20Entwurf.pdf"), way)
            #expect(answer["X-Content-Type-Options"] == "nosniff", way)
            #expect(answer["Content-Security-Policy"] == "sandbox", way)
            #expect(answer["Referrer-Policy"] == "no-referrer", way)
            #expect(answer["Accept-Ranges"] == "bytes", way)
            #expect(answer["Repr-Digest"]?.hasPrefix("sha-256=:") == true, way)
            let tag = answer["ETag"] ?? ""
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count > 10, way)
        }

        @Test func `curl fetches the file with one command in each of the three ways`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let pdf = file("By curl", name: "report.pdf")
                let attachment = try await addFile(pdf, as: alice)
                let path = attachment.uri.dropFirst(server.frontURL.count)
                let commands = [
                    "curl -fsSL -u alice:alice '\(attachment.uri)'",
                    "curl -fsS -u alice:alice '\(server.nodeURLs[0])\(path)'",
                    "curl -fsS \"$(curl -sS -u alice:alice -o /dev/null -w '%{redirect_url}' '\(attachment.uri)')\"",
                    "curl -fsSOJ -u alice:alice '\(server.nodeURLs[0])\(path)' && cat report.pdf",
                ]
                for command in commands {
                    let outcome = try await Shell.run(command, in: server.data)
                    #expect(outcome.isSuccess, "\(command): \(outcome.errors)")
                    #expect(outcome.output == pdf.bytes, "\(command)")
                }
            }
        }

        @Test func `ranges and validators are good at the node in both ways`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let pdf = file("Ranges")
                let attachment = try await addFile(pdf, as: alice)
                let location = try #require(try await alice.send(.GET, attachment.uri)["Location"])
                let substituted = server.nodeURLs[0] + attachment.uri.dropFirst(server.frontURL.count)
                for (url, client) in [(location, alice.with(nil)), (substituted, alice)] {
                    try await RangeCheck(url: url, client: client, bytes: pdf.bytes).run()
                }
            }
        }

        @Test func `RFC 8607 §3.5 an update has a new managed ID and a new URI, and the old one is gone`() async throws
        {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let old = try await addFile(file("First"), as: alice)
                try await server.restart()
                let second = file("Second")
                let updated = try await alice.update(try #require(old.managedID), with: second, on: event)
                #expect(updated.status == 204, "\(updated.text)")
                let new = try #require(try await alice.event(event).attachments.first)
                #expect(updated["Cal-Managed-ID"] == new.managedID)
                #expect(new.managedID != old.managedID)
                #expect(new.uri != old.uri)
                #expect(updated["ETag"] == nil)
                #expect(try await alice.event(event).attachments.count == 1)
                #expect(try await alice.fetch(new.uri).body == second.bytes)
                // Removed by the user: gone for those who could read it, never there for strangers.
                #expect(try await alice.send(.GET, old.uri).status == 410)
                #expect(try await server.client(as: "bob").send(.GET, old.uri).status == 404)
                let same = try await alice.update(try #require(new.managedID), with: second, on: event)
                #expect(same["Cal-Managed-ID"] != new.managedID, "identical bytes get a new managed ID as well")
            }
        }

        @Test func `RFC 8607 §3.6 a removed file is gone, and a PUT of the old event brings it back`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let pdf = file("Undo")
                let attachment = try await addFile(pdf, as: alice)
                let before = try await alice.event(event)
                let removed = try await alice.remove(try #require(attachment.managedID), from: event)
                #expect(removed.status == 204, "\(removed.text)")
                #expect(removed["Cal-Managed-ID"] == nil)
                #expect(try await alice.event(event).attachments.isEmpty)
                #expect(try await alice.send(.GET, attachment.uri).status == 410)
                try await server.restart()
                #expect(try await alice.send(.GET, attachment.uri).status == 410)
                let restored = try await alice.put(event, before.octets)
                #expect(restored.status == 204, "\(restored.text)")
                #expect(try await alice.event(event).attachments == [attachment])
                #expect(try await alice.fetch(attachment.uri).body == pdf.bytes)
            }
        }

        @Test func `clients remove by PUT, strip what they do not know, and cannot edit what is the server's`()
            async throws
        {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let pdf = file("By PUT")
                let attachment = try await addFile(pdf, as: alice)
                let stored = try await alice.event(event)
                let stripped = stored.lines.map { $0.hasPrefix("ATTACH") ? "ATTACH:" + attachment.uri : $0 }
                let restored = try await alice.put(event, Self.text(stripped))
                #expect(restored.status == 204)
                #expect(restored["ETag"] == nil, "RFC 4791 §5.3.4: the server changed the data")
                #expect(try await alice.event(event).attachments == [attachment])
                let edited = stored.lines.map { $0.replacing("SIZE=\(pdf.bytes.count)", with: "SIZE=1") }
                #expect(try await alice.put(event, Self.text(edited)).status == 204)
                #expect(try await alice.event(event).attachments == [attachment])
                #expect(try await alice.put(event, SampleEvent.meeting()).status == 204)
                #expect(try await alice.event(event).attachments.isEmpty)
                #expect(try await alice.send(.GET, attachment.uri).status == 410)
            }
        }

        private static func text(_ lines: [String]) -> [UInt8] {
            Array(lines.map { $0 + "\r\n" }.joined().utf8)
        }

        @Test func `only the owner reads the file, and nobody changes it at its URI`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                let pdf = file("Private")
                let attachment = try await addFile(pdf, as: alice)
                let path = String(attachment.uri.dropFirst(server.frontURL.count))
                for base in [server.frontURL, server.nodeURLs[0]] {
                    let anonymous = try await alice.with(nil).send(.GET, base + path)
                    #expect(anonymous.status == 401)
                    #expect(anonymous["WWW-Authenticate"]?.hasPrefix("Basic realm=") == true, "\(base)")
                    #expect(try await server.client(as: "bob").send(.GET, base + path).status == 403)
                    let wrong = alice.with(Credentials(user: "alice", password: "wrong"))
                    #expect(try await wrong.send(.GET, base + path).status == 401)
                    let unknown = "/attachments/aaaaaaaaaaaaaaaaaaaaaaaaaa/\(name.count).pdf"
                    #expect(try await alice.send(.GET, base + unknown).status == 404)
                    for method in [HTTPMethod.PUT, .DELETE, .POST] {
                        let answer = try await alice.send(method, base + path, body: [1, 2, 3])
                        #expect(answer.status == 405, "\(method) at \(base)")
                        #expect(answer["Allow"]?.contains("GET") == true)
                    }
                }
                let stranger = try await server.client(as: "bob").send(.GET, attachment.uri)
                #expect(stranger.names("need-privileges"))
                #expect(try await alice.fetch(attachment.uri).body == pdf.bytes)
            }
        }
    }
}
