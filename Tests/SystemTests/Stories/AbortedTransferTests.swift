import FoundationEssentials
import NIOHTTP1
import Testing

extension Stories {
    /// Clients that go away in the middle leave nothing open.
    struct AbortedTransferTests {
        @Test func `transfers that clients break off leave no descriptor open and no byte behind`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let bytes = SampleFile.noise(3, count: 8 << 20)
                let file = CalendarClient.File(name: "a.bin", type: "application/octet-stream", bytes: bytes)
                let uri = try #require(try await alice.add(file, to: "e.ics")["Location"])
                let location = try #require(try await alice.send(.GET, uri)["Location"])
                let process = try #require(server.running()).number
                // The first ones open what stays open, such as the readers of the database.
                try await abort(20, location, on: server)
                let usual = try descriptors(of: process)
                try await abort(60, location, on: server)
                var last = 0
                let isSettled = try await eventually {
                    last = try descriptors(of: process)
                    return last <= usual + 8
                }
                #expect(isSettled, "\(last) descriptors are open, \(usual) were")
                #expect(try await alice.event("e.ics").attachments.count == 1)
                let fetched = try await alice.fetch(uri)
                let isSame = fetched.body == bytes
                #expect(isSame)
            }
        }

        /// Breaks off some downloads and as many additions.
        private func abort(_ count: Int, _ location: String, on server: DevServer) async throws {
            let authorization = Credentials(user: "alice", password: "alice").authorization
            let path = location.dropFirst(server.nodeURLs[0].count)
            for _ in 0..<count {
                try await RawConnection.to(server.nodeURLs[0]) { connection in
                    try await connection.send(lines: ["GET \(path) HTTP/1.1", "Host: 127.0.0.1"])
                }
                try await RawConnection.to(server.frontURL) { connection in
                    let lines = [
                        "POST /calendars/alice/calendar/e.ics?action=attachment-add HTTP/1.1", "Host: 127.0.0.1",
                        "Authorization: \(authorization)", "Content-Length: 1000000", "Expect: 100-continue",
                    ]
                    try await connection.send(lines: lines)
                    #expect(try await connection.message().status == 100)
                    try await connection.send(String(repeating: "x", count: 5000))
                }
            }
        }

        private func descriptors(of process: Int32) throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
        }
    }
}
