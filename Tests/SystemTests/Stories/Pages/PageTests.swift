import NIOHTTP1
import Testing

extension Stories {
    /// People who use the pages with a browser that runs no script.
    struct PageTests {
        private static let event = "/my/c/calendar/budget.ics/"

        /// Runs a body with a server, and with alice at her pages, who has one event and room for 2,500 bytes.
        private func visit(_ body: (DevServer, PageBrowser) async throws -> Void) async throws {
            let options = DevServer.Options(settings: ["ATTACHE_QUOTA_BYTES": "2500"])
            try await DevServer.with(options) { server in
                let alice = server.client(as: "alice")
                try await alice.put("budget.ics", SampleEvent.meeting())
                try await body(server, PageBrowser(alice))
            }
        }

        private func names(_ alice: PageBrowser) async throws -> [String?] {
            try await alice.client.event("budget.ics").attachments.map { $0.parameters["FILENAME"] }
        }

        @Test func `a person logs in, and finds the way to an event`() async throws {
            try await visit { server, alice in
                let asked = try await server.client(as: nil).send(.GET, "/my/")
                #expect(asked.status == 401)
                #expect(asked["WWW-Authenticate"]?.hasPrefix("Basic ") == true)
                #expect(asked.text.contains("<h1>Please log in</h1>"))
                let root = try await alice.client.send(.GET, "/")
                #expect(root.status == 303 && root["Location"] == "/my/")
                let home = try await alice.page("/my/")
                #expect(home.contains("0 bytes of 2.5 kB used"))
                let calendar = try await alice.link(from: "/my/c/calendar", to: "/", on: "/my/")
                #expect(try await alice.page(calendar + "?month=2026-07").contains("Budget 2027"))
                #expect(try await alice.page(calendar + "?q=budget").contains(Self.event))
                let page = try await alice.page(Self.event)
                #expect(page.contains("<h1>Budget 2027</h1>") && page.contains("This event has no files."))
                let missing = try await alice.client.send(.GET, "/my/c/calendar/none.ics/")
                #expect(missing.status == 404 && missing.text.contains("<h1>There is nothing here</h1>"))
            }
        }

        @Test func `a file is added, fetched, replaced, removed, and brought back`() async throws {
            try await visit { _, alice in
                let first = Array("Bread, cheese, apples.".utf8)
                let added = try await alice.submit(
                    Self.event + "files",
                    from: Self.event,
                    [.file("Einkauf – é.txt", "text/plain", first)]
                )
                #expect(added.status == 303 && added["Location"] == Self.event + "?done=added", "\(added)")
                let page = try await alice.page(Self.event + "?done=added")
                #expect(page.contains(">Added.</p>") && page.contains(">Einkauf – é.txt</a>"))

                let link = try await alice.link(from: "/attachments/", to: ".txt", on: Self.event)
                let fetched = try await alice.client.fetch(link)
                #expect(fetched.status == 200 && fetched.body == first)
                #expect(fetched["Content-Disposition"]?.hasPrefix("attachment;") == true)

                let replace = try await alice.link(from: Self.event, to: "/replace", on: Self.event)
                let second = PageBrowser.Part.file("list.txt", "text/plain", Array("Soup.".utf8))
                #expect(try await alice.submit(replace, from: Self.event, [second]).status == 303)
                #expect(try await names(alice) == ["list.txt"])

                let remove = try await alice.link(from: Self.event, to: "/remove", on: Self.event)
                #expect(try await alice.page(remove).contains("<h1>Remove this file?</h1>"))
                #expect(try await names(alice) == ["list.txt"])
                #expect(try await alice.submit(remove, from: remove).status == 303)
                #expect(try await names(alice).isEmpty)

                let restore = try await alice.link(from: Self.event, to: "/restore", on: Self.event)
                #expect(try await alice.submit(restore, from: Self.event).status == 303)
                #expect(try await names(alice).count == 1)
            }
        }

        @Test func `RFC 4331 §6 a quota that is used up is told in plain words, and what came before it stays`()
            async throws
        {
            try await visit { _, alice in
                let files: [PageBrowser.Part] = [
                    .file("small.bin", "application/octet-stream", SampleFile.noise(1, count: 2_000)),
                    .file("long.bin", "application/octet-stream", SampleFile.noise(2, count: 600)),
                ]
                let refused = try await alice.submit(Self.event + "files", from: Self.event, files)
                #expect(refused.status == 507, "\(refused)")
                #expect(refused.text.contains("<h1>There is no room for that</h1>"))
                #expect(refused.text.contains("1 file was added; \u{2068}long.bin\u{2069} was not."))
                #expect(refused.text.contains("all your files together can have 2.5 kB. Remove one first."))
                #expect(refused.text.contains("href=\"\(Self.event)\">Back to the event</a>"))
                #expect(try await names(alice) == ["small.bin"])
                #expect(try await alice.page("/my/").contains("2.0 kB of 2.5 kB used"))
            }
        }

        @Test func `a form of another site, or without the token of a page, changes nothing`() async throws {
            try await visit { server, alice in
                let before = try await alice.client.event("budget.ics")
                let (files, file) = (Self.event + "files", PageBrowser.Part.file("a.txt", "text/plain", [0x61]))
                let elsewhere: [HTTPHeaders] = [
                    ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"], ["Origin": "https://evil.example"],
                    ["Origin": "null"], [:],
                ]
                for headers in elsewhere {
                    let refused = try await alice.submit(files, from: Self.event, [file], headers)
                    #expect(refused.status == 403, "\(headers): \(refused)")
                }
                #expect(try await alice.send(files, [file]).status == 403)
                let bobs = PageBrowser(server.client(as: "bob"))
                try await bobs.client.put("budget.ics", SampleEvent.allDay())
                let stolen = try await bobs.hiddenFields(on: Self.event)
                #expect(try await alice.send(files, stolen + [file]).status == 403)
                #expect(try await alice.client.event("budget.ics") == before)
                // An old browser says where a form is from by Origin alone.
                let own = try await alice.submit(files, from: Self.event, [file], ["Origin": server.frontURL])
                #expect(own.status == 303, "\(own)")
            }
        }
    }
}
