import Cryptography
import NIOHTTP1
import Testing

extension Stories {
    /// Clients that close their side after the request, as `nc -N` and some libraries do.
    struct HalfClosureTests {
        @Test func `both services answer clients that have closed their side, and keep nothing of them`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let process = ObservedProcess(number: try #require(server.running()).number)
                let small = try await location(of: SampleFile.noise(1, count: 700), as: alice)
                let large = try await location(of: SampleFile.noise(2, count: 24 << 20), as: alice)
                try await converse(with: server, small, large)
                let usual = try process.descriptors()
                for _ in 0..<5 { try await converse(with: server, small, large) }
                var last = 0
                let isSettled = try await eventually {
                    last = try process.descriptors()
                    return last <= usual + 4
                }
                #expect(isSettled, "\(last) descriptors are open, \(usual) were")
            }
        }

        private struct StoredFile {
            let path: String
            let count: Int
            let digest: SHA256Digest
        }

        /// Adds a file to the event, and returns where its node has it.
        private func location(of bytes: [UInt8], as alice: CalendarClient) async throws -> StoredFile {
            let file = CalendarClient.File(name: "a.bin", type: "application/octet-stream", bytes: bytes)
            let uri = try #require(try await alice.add(file, to: "e.ics")["Location"])
            let location = try #require(try await alice.send(.GET, uri)["Location"])
            let path = try #require(location.firstRange(of: "/d/v1/"))
            let digest = SHA256Hasher.digest(of: bytes.span)
            return StoredFile(path: String(location[path.lowerBound...]), count: bytes.count, digest: digest)
        }

        private func converse(with server: DevServer, _ small: StoredFile, _ large: StoredFile) async throws {
            let authorization = Credentials(user: "alice", password: "alice").authorization
            let event = "Authorization: \(authorization)\r\n"
            let fetched = try await send("GET", "/calendars/alice/calendar/e.ics", event, to: server.frontURL)
            #expect(fetched.contains("HTTP/1.1 200 ") && fetched.contains("END:VCALENDAR"))
            let body = String(decoding: SampleEvent.allDay(uid: "half@example.com"), as: UTF8.self)
            let length = "Content-Length: \(body.utf8.count)\r\nContent-Type: text/calendar\r\n"
            let put = try await send(
                "PUT",
                "/calendars/alice/calendar/h.ics",
                event + length,
                body,
                to: server.frontURL
            )
            #expect(put.contains("HTTP/1.1 201 ") || put.contains("HTTP/1.1 204 "), "\(put.prefix(300))")

            for file in [small, large] {
                let request = "GET \(file.path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                let answer = try await HalfClosingClient.send(
                    request,
                    to: server.nodeURLs[0],
                    readingAfter: .milliseconds(100)
                )
                try #require(answer.count > file.count, "\(answer.count) bytes came of \(file.count)")
                let body = answer.span.extracting(last: file.count)
                #expect(SHA256Hasher.digest(of: body) == file.digest)
            }
        }

        private func send(
            _ method: String,
            _ path: String,
            _ fields: String,
            _ body: String = "",
            to url: String
        ) async throws -> String {
            let request = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(fields)\r\n\(body)"
            return String(decoding: try await HalfClosingClient.send(request, to: url), as: UTF8.self)
        }
    }
}
