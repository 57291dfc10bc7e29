import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

extension Stories {
    /// A scanner that takes its time, while clients wait.
    struct SlowScannerTests {
        /// Runs a body with a server whose scanner takes connections and says nothing, for 8 seconds a scan.
        private func run(_ body: (DevServer) async throws -> Void) async throws {
            let scanner = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0).get()
            let options = DevServer.Options(settings: [
                "ATTACHE_SCAN_CLAMD": "127.0.0.1:\(scanner.localAddress?.port ?? 0)", "ATTACHE_SCAN_TIMEOUT": "8s",
                "ATTACHE_ATTACHMENTS_PROCESSING": "5s", "ATTACHE_ATTACHMENTS_INLINE_FROM": "1KiB",
            ])
            do {
                try await DevServer.with(options, body)
                try await scanner.close()
            } catch {
                try? await scanner.close()
                throw error
            }
        }

        /// Sends a request of alice's, and returns the statuses of all answers up to the last.
        private func statuses(
            _ method: String,
            _ path: String,
            _ fields: [String],
            body: [UInt8],
            at server: DevServer
        ) async throws -> [Int] {
            let authorization = Credentials(user: "alice", password: "alice").authorization
            let lines = [
                "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Authorization: \(authorization)",
                "Content-Length: \(body.count)",
            ]
            return try await RawConnection.to(server.frontURL) { connection in
                try await connection.send(lines: lines + fields, body: String(decoding: body, as: UTF8.self))
                var statuses: [Int] = []
                repeat { statuses.append(try await connection.message().status) } while statuses.last == 102
                return statuses
            }
        }

        private func put(at server: DevServer) async throws -> [Int] {
            let inline = Data(SampleFile.noise(1, count: 2_000)).base64EncodedString()
            let attach = "ATTACH;ENCODING=BASE64;VALUE=BINARY:\(inline)\r\nSUMMARY:"
            let event = String(decoding: SampleEvent.allDay(uid: "inline@example.com"), as: UTF8.self)
            return try await statuses(
                "PUT",
                "/calendars/alice/calendar/inline.ics",
                ["Content-Type: text/calendar"],
                body: Array(event.replacing("SUMMARY:", with: attach).utf8),
                at: server
            )
        }

        private func form(at server: DevServer) async throws -> [Int] {
            let (page, alice) = ("/my/c/calendar/e.ics/", PageBrowser(server.client(as: "alice")))
            let parts = try await alice.hiddenFields(on: page) + [.file("a.txt", "text/plain", [0x61])]
            return try await statuses(
                "POST",
                page + "files",
                ["Content-Type: \(PageBrowser.contentType)", "Sec-Fetch-Site: same-origin"],
                body: PageBrowser.body(of: parts),
                at: server
            )
        }

        @Test func `RFC 8607 §3.11.7 who waits for a scan is told so, whether by a form or by an inline file`()
            async throws
        {
            try await run { server in
                try await server.client(as: "alice").put("e.ics", SampleEvent.allDay())
                async let answers = form(at: server)
                let answersToPut = try await put(at: server)
                // A PUT does not fail because an inline file cannot be scanned.
                #expect(answersToPut == [102, 201])
                let answersToForm = try await answers
                #expect(answersToForm == [102, 503])
            }
        }
    }
}
