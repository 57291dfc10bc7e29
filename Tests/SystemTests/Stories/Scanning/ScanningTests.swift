import FoundationEssentials
import NIOHTTP1
import SystemPackage
import Testing

extension Stories {
    /// A deployment that has files scanned by Debian's clamd.
    @Suite(.enabled(if: LocalClamd.isInstalled, LocalClamd.absence))
    struct ScanningTests {
        private func file(_ bytes: [UInt8]) -> CalendarClient.File {
            CalendarClient.File(name: "file.bin", type: "application/octet-stream", bytes: bytes)
        }

        /// A file of some length whose last octets are those that the scanner knows.
        private func infected(_ count: Int = 0) -> CalendarClient.File {
            file(SampleFile.noise(3, count: count) + Array(LocalClamd.marker.utf8))
        }

        /// Runs a body with a server that has files scanned, whether or not the scanner runs.
        private func run(
            _ settings: [String: String] = [:],
            _ body: (DevServer, LocalClamd) async throws -> Void
        ) async throws {
            try await withTemporaryDirectory { directory in
                let clamd = try LocalClamd(in: directory)
                var options = DevServer.Options()
                options.settings = settings.merging(["ATTACHE_SCAN_CLAMD": clamd.address]) { given, _ in given }
                try await DevServer.with(options) { server in try await body(server, clamd) }
            }
        }

        @Test func `a file is scanned before it is acknowledged`() async throws {
            try await run { server, clamd in
                try await clamd.run {
                    let alice = server.client(as: "alice")
                    try await alice.put("e.ics", SampleEvent.allDay())
                    for length in [0, 900_000] {
                        let refused = try await alice.add(infected(length), to: "e.ics")
                        #expect(refused.status == 403 && refused.names("no-malware"), "\(refused)")
                        #expect(refused.text.contains("(\(LocalClamd.signature))"))
                    }
                    #expect(try await alice.event("e.ics").attachments.isEmpty)
                    let clean = SampleFile.noise(4, count: 900_000)
                    #expect(try await alice.add(file(clean), to: "e.ics").status == 201)
                    let uri = try #require(try await alice.event("e.ics").attachments.first?.uri)
                    let isSame = try await alice.fetch(uri).body == clean
                    #expect(isSame)
                    // The scanner's own limit is lower than the one of the setting.
                    let long = try await alice.add(file(SampleFile.noise(5, count: 3_000_000)), to: "e.ics")
                    #expect(long.status == 403 && long.names("scannable"), "\(long)")
                }
            }
        }

        @Test func `a file that is found infected after the answer is withdrawn, and its event is as it was`()
            async throws
        {
            try await run(["ATTACHE_SCAN_WHEN": "after"]) { server, clamd in
                try await clamd.run {
                    let alice = server.client(as: "alice")
                    try await alice.put("e.ics", SampleEvent.allDay())
                    #expect(try await alice.add(infected(), to: "e.ics").status == 201)
                    let event = try await alice.send(.GET, alice.calendar + "e.ics").body
                    let uri = try #require(try await alice.event("e.ics").attachments.first?.uri)
                    let isGone = try await eventually { try await alice.fetch(uri).status == 410 }
                    #expect(isGone)
                    #expect(try await alice.fetch(uri).text.contains("infected (\(LocalClamd.signature))"))
                    let after = try await alice.send(.GET, alice.calendar + "e.ics").body
                    #expect(after == event)
                    #expect(try await alice.add(infected(), to: "e.ics").status == 403)
                }
            }
        }

        @Test func `what an import takes in is scanned by the front, and withdrawn where it is infected`() async throws
        {
            try await SeparateServices.with { services in
                let clamd = try LocalClamd(in: services.directory)
                try await services.front.stop()
                try append(
                    "scan:\n  clamd: \(clamd.address)\n",
                    to: ServiceSettings(directory: services.directory).frontFile
                )
                _ = try await services.attache("user", "add", "dora", "--password-stdin", input: "dora-1234\n")
                let imported = try await services.attache("import", "dora", try eventWithFiles(in: services.directory))
                #expect(imported.contains("imported 1 object, 2 attachments"), "\(imported)")
                try await clamd.run {
                    try await services.front.start()
                    let dora = services.client(as: "dora", password: "dora-1234")
                    let found = try await PageBrowser(dora)
                        .link(from: "/my/c/calendar/", to: ".ics/", on: "/my/c/calendar/?q=")
                    let name = String(found.dropFirst("/my/c/calendar/".count).dropLast())
                    let uris = try await dora.event(name).attachments.map(\.uri)
                    let infected = try #require(uris.first { $0.hasSuffix("infected.txt") })
                    let clean = try #require(uris.first { $0.hasSuffix("clean.txt") })
                    let isGone = try await eventually { try await dora.fetch(infected).status == 410 }
                    #expect(isGone)
                    #expect(try await dora.fetch(clean).text == "Hello")
                }
            }
        }

        private func append(_ text: String, to file: FilePath) throws {
            let url = URL(filePath: file.string)
            try Data((String(contentsOf: url, encoding: .utf8) + text).utf8).write(to: url)
        }

        /// Writes a folder with an event and two files beside it, one of them infected.
        private func eventWithFiles(in directory: FilePath) throws -> String {
            let folder = directory.appending("in")
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            let attach = "ATTACH:clean.txt\r\nATTACH:infected.txt\r\nSUMMARY:"
            let event = String(decoding: SampleEvent.allDay(), as: UTF8.self).replacing("SUMMARY:", with: attach)
            let texts = ["calendar.ics": event, "clean.txt": "Hello", "infected.txt": LocalClamd.marker]
            for (name, text) in texts {
                try Data(text.utf8).write(to: URL(filePath: folder.appending(name).string))
            }
            return folder.string
        }

        @Test func `without the scanner nothing comes in, and with it again everything does`() async throws {
            try await run { server, clamd in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let refused = try await alice.add(file([1, 2, 3]), to: "e.ics")
                #expect(refused.status == 503)
                #expect(refused["Retry-After"] == "10")
                try await clamd.run { () async throws in
                    #expect(try await alice.add(file([1, 2, 3]), to: "e.ics").status == 201)
                }
            }
        }

        @Test func `where files may come unscanned, they are scanned once the scanner is back`() async throws {
            try await run(["ATTACHE_SCAN_OTHERWISE": "accept"]) { server, clamd in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                #expect(try await alice.add(infected(), to: "e.ics").status == 201)
                let uri = try #require(try await alice.event("e.ics").attachments.first?.uri)
                #expect(try await alice.fetch(uri).status == 200)
                try await clamd.run {
                    let isGone = try await eventually(within: .seconds(60)) { try await alice.fetch(uri).status == 410 }
                    #expect(isGone)
                }
            }
        }
    }
}
