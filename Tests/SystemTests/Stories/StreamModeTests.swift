import NIOHTTP1
import Testing

extension Stories {
    /// A deployment whose clients follow no redirects.
    struct StreamModeTests {
        @Test func `in stream mode the front sends the bytes itself, with ranges and all fields`() async throws {
            var options = DevServer.Options()
            options.settings["ATTACHE_ATTACHMENTS_DOWNLOAD"] = "stream"
            options.settings["ATTACHE_ATTACHMENTS_SERVER_URL"] = "none"
            try await DevServer.with(options) { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.folded())
                let bytes = SampleFile.noise(2, count: 3_000_000)
                let file = CalendarClient.File(name: "päper.bin", type: "image/x-raw; depth=8", bytes: bytes)
                #expect(try await alice.add(file, to: "e.ics").status == 201)
                let attachment = try #require(try await alice.event("e.ics").attachments.first)
                #expect(attachment.parameters["FMTTYPE"] == "image/x-raw")
                let answer = try await alice.send(.GET, attachment.uri)
                #expect(answer.status == 200)
                let isSame = answer.body == bytes
                #expect(isSame)
                #expect(answer["Content-Type"] == "image/x-raw")
                #expect(answer["Content-Length"] == "3000000")
                #expect(answer["Cache-Control"] == "private, no-cache")
                #expect(answer["Content-Disposition"]?.hasPrefix("attachment;") == true)
                #expect(answer["Content-Disposition"]?.contains("filename*=UTF-8''p%C3%A4per.bin") == true)
                #expect(answer["X-Content-Type-Options"] == "nosniff")
                #expect(answer["Content-Security-Policy"] == "sandbox")
                #expect(answer["Referrer-Policy"] == "no-referrer")
                #expect(answer["Accept-Ranges"] == "bytes")
                #expect(answer["Location"] == nil)
            }
        }

        @Test func `in stream mode ranges and validators are good at the front`() async throws {
            var options = DevServer.Options()
            options.settings["ATTACHE_ATTACHMENTS_DOWNLOAD"] = "stream"
            try await DevServer.with(options) { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let pdf = SampleFile.pdf("Streamed")
                let file = CalendarClient.File(name: "a.pdf", type: "application/pdf", bytes: pdf)
                #expect(try await alice.add(file, to: "e.ics").status == 201)
                let uri = try #require(try await alice.event("e.ics").attachments.first?.uri)
                try await RangeCheck(url: uri, client: alice, bytes: pdf).run()
                #expect(try await alice.with(nil).send(.GET, uri).status == 401)
                #expect(try await server.client(as: "bob").send(.GET, uri).status == 403)
            }
        }
    }
}
