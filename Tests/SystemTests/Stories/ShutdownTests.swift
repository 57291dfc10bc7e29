import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

extension Stories {
    /// SIGTERM lets running requests end before the server does.
    struct ShutdownTests {
        @Test func `SIGTERM lets a download that has begun go on to its end`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                // More than all buffers between the server and a client that does not read.
                let bytes = SampleFile.noise(5, count: 24 << 20)
                let file = CalendarClient.File(name: "a.bin", type: "application/octet-stream", bytes: bytes)
                let uri = try #require(try await alice.add(file, to: "e.ics")["Location"])
                let location = try #require(try await alice.send(.GET, uri)["Location"])
                let response = try await alice.http.begin(.GET, location)
                var body = response.body.makeAsyncIterator()
                var received = try await body.next()?.readableBytes ?? 0
                let stopping = Task { try await server.stop() }
                while let buffer = try await body.next() { received += buffer.readableBytes }
                #expect(received == bytes.count)
                try await stopping.value
            }
        }

        @Test func `SIGTERM lets an addition that has begun go on to its end, and it is there afterwards`()
            async throws
        {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let text = String(repeating: "y", count: 200_000)
                let credentials = try #require(alice.credentials)
                try await RawConnection.to(server.frontURL) { connection in
                    try await connection.send(lines: [
                        "POST \(alice.calendar)e.ics?action=attachment-add HTTP/1.1", "Host: 127.0.0.1",
                        "Authorization: \(credentials.authorization)", "Content-Type: text/plain",
                        "Content-Length: \(text.utf8.count)", "Expect: 100-continue",
                    ])
                    #expect(try await connection.message().status == 100)
                    try await connection.send(String(text.prefix(100_000)))
                    server.running()?.terminate()
                    // The listener is closed as soon as the shutdown has begun.
                    let isStopping = try await eventually {
                        await alice.http.status(of: server.frontURL + "/healthz") == nil
                    }
                    #expect(isStopping)
                    try await connection.send(String(text.suffix(100_000)))
                    #expect(try await connection.message().status == 201)
                }
                try await server.stop()
                try await server.start()
                let stored = try #require(try await alice.event("e.ics").attachments.first)
                #expect(try await alice.fetch(stored.uri).text == text)
            }
        }
    }
}
