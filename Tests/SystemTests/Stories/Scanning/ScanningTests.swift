import NIOHTTP1
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
