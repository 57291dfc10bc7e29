import FoundationEssentials
import NIOHTTP1
import Testing

extension Stories {
    /// What an operator does with attachments while the front runs, held against what clients get.
    @Suite(.timeLimit(.minutes(4)))
    struct AttachmentCommandTests {
        private let event = "meeting.ics"
        private let path = "/calendars/alice/calendar/meeting.ics"

        private func file(_ title: String, name: String = "report.pdf") -> CalendarClient.File {
            CalendarClient.File(name: name, type: "application/pdf", bytes: SampleFile.pdf(title))
        }

        /// Puts the meeting of alice with files, and hands all that to a body.
        private func withMeeting(
            _ files: CalendarClient.File...,
            body: (DevServer, CalendarClient, [CalendarText.Attachment]) async throws -> Void
        ) async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                #expect(try await alice.put(event, SampleEvent.meeting()).status == 201)
                for file in files { #expect(try await alice.add(file, to: event).status == 201) }
                let attachments = try await alice.event(event).attachments
                try #require(attachments.count == files.count)
                try await body(server, alice, attachments)
            }
        }

        @Test func `what a user removed is listed, told of, restored, and read as before`() async throws {
            let pdf = file("One")
            try await withMeeting(pdf) { server, alice, attachments in
                let tool = AttachmentTool(server: server)
                let id = try #require(attachments[0].managedID)
                let listed = try await tool.json([AttachmentTool.Listed].self, "list", "--user", "alice")
                #expect(listed.map(\.id) == [id] && listed[0].state == "live" && listed[0].events == [path])
                #expect(try await tool.run("list", "--removed", expecting: 1).contains("no such attachments"))

                #expect(try await alice.remove(id, from: event).status == 204)
                let removed = try await tool.json([AttachmentTool.Listed].self, "list", "--removed")
                #expect(removed.map(\.id) == [id] && removed[0].restorableUntil != nil && removed[0].events == [])
                let facts = try await tool.run("show", attachments[0].uri, expecting: 0)
                #expect(facts.contains("removed from") && facts.contains(path), "\(facts)")
                #expect(facts.contains("report.pdf") && facts.contains("can be restored until"), "\(facts)")

                let url = ["--public-url", server.frontURL]
                let text = try await tool.run("restore", id, url[0], url[1], expecting: 0)
                #expect(text.contains("restored report.pdf in \(path)"), "\(text)")
                #expect(try await alice.event(event).attachments == attachments)
                #expect(try await alice.fetch(attachments[0].uri).body == pdf.bytes)
                #expect(try await tool.run("restore", id, url[0], url[1], expecting: 1).contains("was not removed"))
            }
        }

        @Test func `a file comes back into another event where the old one is gone`() async throws {
            let pdf = file("One")
            try await withMeeting(pdf) { server, alice, attachments in
                let tool = AttachmentTool(server: server)
                let id = try #require(attachments[0].managedID)
                #expect(try await alice.send(.DELETE, path).status == 204)
                #expect(try await alice.put("other.ics", SampleEvent.allDay()).status == 201)
                let url = ["--public-url", server.frontURL]
                #expect(try await tool.run("restore", id, url[0], url[1], expecting: 69).contains("--into"))
                let other = "/calendars/alice/calendar/other.ics"
                _ = try await tool.run("restore", id, "--into", other, url[0], url[1], expecting: 0)
                #expect(try await alice.event("other.ics").attachments == attachments)
                #expect(try await alice.fetch(attachments[0].uri).body == pdf.bytes)
            }
        }

        @Test func `RFC 8607 §3.11.5 what the operator removes is 410 with the reason, and events stay as they are`()
            async throws
        {
            try await withMeeting(file("One"), file("One", name: "same.pdf")) { server, alice, attachments in
                let tool = AttachmentTool(server: server)
                let id = try #require(attachments[0].managedID)
                let before = try await alice.event(event)
                let why = "It held\u{7} malware."
                let plan = try await tool.run("remove", id, "--reason", why, "--dry-run", expecting: 0)
                #expect(plan.contains("would remove \(id) report.pdf: 1 home"), "\(plan)")
                #expect(try await alice.fetch(attachments[0].uri).status == 200, "a dry run changes nothing")

                let done = try await tool.run("remove", id, "--reason", why, "--yes", expecting: 0)
                #expect(done.contains("removed \(id) report.pdf: 1 home") && done.contains("1 event"), "\(done)")
                let answer = try await alice.fetch(attachments[0].uri)
                #expect(answer.status == 410 && answer.text.contains("It held malware."), "\(answer)")
                #expect(try await server.client(as: "bob").fetch(attachments[0].uri).status == 403)
                #expect(try await alice.event(event) == before)
                #expect(try await alice.fetch(attachments[1].uri).status == 200, "it has the same bytes")
                #expect(
                    try await tool.run("remove", id, "--reason", "Again.", "--yes", expecting: 0).contains("before")
                )
                let listed = try await tool.json([AttachmentTool.Listed].self, "list", "--withdrawn")
                #expect(listed.map(\.withdrawn) == ["It held malware."])
                let again = try await tool.run("restore", id, "--public-url", server.frontURL, expecting: 69)
                #expect(again.contains("It held malware."), "\(again)")
            }
        }

        @Test func `all attachments with the same bytes can be taken away at once`() async throws {
            try await withMeeting(file("One"), file("One", name: "same.pdf"), file("Two")) {
                server,
                alice,
                attachments in
                let tool = AttachmentTool(server: server)
                let id = try #require(attachments[0].managedID)
                _ = try await tool.run("remove", id, "--reason", "Malware.", "--same-bytes", "--yes", expecting: 0)
                var statuses: [Int] = []
                for attachment in attachments { statuses.append(try await alice.fetch(attachment.uri).status) }
                #expect(statuses == [410, 410, 200])
            }
        }

        @Test func `versions of an updated file are listed, and a former one is restored beside the newer`()
            async throws
        {
            let (old, new) = (file("One"), file("Two", name: "report-2.pdf"))
            try await withMeeting(old) { server, alice, attachments in
                let tool = AttachmentTool(server: server)
                let first = try #require(attachments[0].managedID)
                let updated = try await alice.update(first, with: new, on: event)
                let second = try #require(updated["Cal-Managed-ID"])
                let listed = try await tool.json([AttachmentTool.Version].self, "versions", first)
                #expect(listed.map(\.id) == [second, first])
                #expect(listed.map(\.state) == ["live", "removed"])
                #expect(listed.map(\.replaces) == [first, nil])

                _ = try await tool.run("restore", first, "--public-url", server.frontURL, expecting: 0)
                let both = try await alice.event(event).attachments
                #expect(Set(both.compactMap(\.managedID)) == [first, second])
                for attachment in both {
                    let expected = attachment.managedID == first ? old.bytes : new.bytes
                    #expect(try await alice.fetch(attachment.uri).body == expected)
                }
            }
        }

        @Test
        func `a dry run of a purge changes nothing and counts as the purge does, which ends what can be restored`()
            async throws
        {
            try await withMeeting(file("One"), file("Two"), file("Three")) { server, alice, attachments in
                let tool = AttachmentTool(server: server)
                let ids = attachments.compactMap(\.managedID)
                for id in ids.prefix(2) { #expect(try await alice.remove(id, from: event).status == 204) }
                let plan = try await tool.json([AttachmentTool.Purged].self, "purge", "--dry-run")
                #expect(plan.map(\.user) == ["alice"] && plan.map(\.files) == [2])
                _ = try await tool.run("restore", ids[0], "--public-url", server.frontURL, expecting: 0)
                #expect(try await alice.remove(ids[0], from: event).status == 204)
                _ = try await tool.run("purge", "--removed-before", "2020-01-01", "--yes", expecting: 1)

                let done = try await tool.json([AttachmentTool.Purged].self, "purge", "--user", "alice", "--yes")
                #expect(done == plan)
                // The front looks again when something is removed, and after half a minute otherwise.
                #expect(try await alice.remove(ids[2], from: event).status == 204)
                let isReleased = try await eventually(every: .milliseconds(200)) {
                    try await tool.run("show", ids[0]).text.contains(": released since")
                }
                #expect(isReleased)
                let late = try await tool.run("restore", ids[0], "--public-url", server.frontURL, expecting: 69)
                #expect(late.contains("can not be had back any more"), "\(late)")
                #expect(try await alice.fetch(attachments[0].uri).status == 410)
            }
        }

        @Test func `what is not there has exit code 1, and a wrong command line 64`() async throws {
            try await DevServer.with { server in
                let tool = AttachmentTool(server: server)
                let none = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
                _ = try await tool.run("list", expecting: 1)
                for command in ["show", "versions"] { _ = try await tool.run(command, none, expecting: 1) }
                _ = try await tool.run("list", "--user", "nobody", expecting: 1)
                _ = try await tool.run("purge", "--dry-run", expecting: 1)
                _ = try await tool.run("remove", none, "--reason", "x", "--yes", expecting: 1)
                _ = try await tool.run("restore", none, "--public-url", server.frontURL, expecting: 1)

                _ = try await tool.run("show", "not-an-id", expecting: 64)
                _ = try await tool.run("list", "--removed", "--withdrawn", expecting: 64)
                _ = try await tool.run("remove", none, "--yes", expecting: 64)
                _ = try await tool.run("remove", none, "--reason", " ", "--yes", expecting: 64)
                _ = try await tool.run("remove", none, "--reason", "x", expecting: 64)
                _ = try await tool.run("purge", expecting: 64)
                _ = try await tool.run("purge", "--dry-run", "--removed-before", "yesterday", expecting: 64)
                _ = try await tool.run("restore", none, expecting: 64)
                _ = try await tool.run("restore", none, "--into", "/calendars/alice/", expecting: 64)
            }
        }
    }
}
