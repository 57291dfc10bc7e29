import BlobModel
import FoundationEssentials
import NIOHTTP1
import SystemPackage
import Testing

extension Stories {
    /// Redirected uploads during which a service is killed.
    struct InterruptedUploadTests {
        private static let text = String(repeating: "z", count: 300_000)

        /// Runs a body with services that redirect uploads, and a user with an event.
        private func withServices(_ body: (SeparateServices, CalendarClient) async throws -> Void) async throws {
            try await SeparateServices.with { services in
                try await services.front.stop()
                let file = URL(filePath: ServiceSettings(directory: services.directory).frontFile.string)
                let text = try String(contentsOf: file, encoding: .utf8)
                let changed = text.replacing(
                    "attachments:\n",
                    with: "attachments:\n  upload: redirect\n  redirect-from: 64KiB\n"
                )
                try Data(changed.utf8).write(to: file)
                try await services.front.start()
                _ = try await services.attache("user", "add", "dora", "--password-stdin", input: "dora-1234\n")
                let dora = services.client(as: "dora", password: "dora-1234")
                #expect(try await dora.put("e.ics", SampleEvent.meeting()).status == 201)
                try await body(services, dora)
            }
        }

        /// Asks the front for leave to send the body, and goes.
        private func ask(_ dora: CalendarClient) async throws -> RawConnection.Message {
            try await RawConnection.to(dora.base) { connection in
                try await connection.send(lines: lines("\(dora.calendar)e.ics?action=attachment-add", dora.credentials))
                return try await connection.message()
            }
        }

        /// Asks the front, and returns the URL that it sends the client to.
        private func granted(_ dora: CalendarClient) async throws -> String {
            let head = try await ask(dora)
            try #require(head.status == 307, "\(head.head) \(head.body)")
            let field = head.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("location: ") }
            return String(try #require(field).dropFirst("location: ".count))
        }

        private func lines(_ target: String, _ credentials: Credentials?) -> [String] {
            [
                "POST \(target) HTTP/1.1", "Host: 127.0.0.1", "Content-Type: text/plain",
                "Content-Length: \(Self.text.utf8.count)", "Expect: 100-continue",
            ] + (credentials.map { ["Authorization: \($0.authorization)"] } ?? [])
        }

        /// Sends the body to the node, has something happen in the middle of it, and returns the status, if one comes.
        private func upload(
            to url: String,
            meanwhile event: () async throws -> Void,
            afterBody: () async throws -> Void = {}
        ) async throws -> Int? {
            let start = try #require(url.firstRange(of: "/u/v1/")?.lowerBound)
            return try await RawConnection.to(String(url[..<start])) { connection in
                try await connection.send(lines: lines(String(url[start...]), nil))
                #expect(try await connection.message().status == 100)
                try await connection.send(String(Self.text.prefix(100_000)))
                try await event()
                _ = await connection.trySend(String(Self.text.dropFirst(100_000)))
                try await afterBody()
                return try? await connection.message().status
            }
        }

        /// Sends some of the body to the node, and goes away.
        private func breakOff(_ url: String) async throws {
            let start = try #require(url.firstRange(of: "/u/v1/")?.lowerBound)
            try await RawConnection.to(String(url[..<start])) { connection in
                try await connection.send(lines: lines(String(url[start...]), nil))
                #expect(try await connection.message().status == 100)
                try await connection.send(String(Self.text.prefix(1_000)))
            }
        }

        private func node(_ url: String, of services: SeparateServices) throws -> SeparateServices.Slot {
            let index = try #require(services.nodeURLs.firstIndex { url.hasPrefix($0 + "/") })
            return services.nodes[index]
        }

        @Test func `a node that dies in the body leaves nothing, and the client begins again at the front`()
            async throws
        {
            try await withServices { services, dora in
                let url = try await granted(dora)
                let node = try node(url, of: services)
                let status = try await upload(to: url) { try await node.crash() }
                #expect(status == nil)
                #expect(try await dora.event("e.ics").attachments.isEmpty)
                try await node.start()
                let again = try await granted(dora)
                #expect(try await upload(to: again) {} == 201)
                let uri = try #require(try await dora.event("e.ics").attachments.first?.uri)
                #expect(try await dora.fetch(uri).text == Self.text)
            }
        }

        @Test func `uploads that their client breaks off make room for others at once`() async throws {
            try await withServices { services, dora in
                // As many as a user may have open.
                for _ in 0..<64 { try await breakOff(try await granted(dora)) }
                // Beyond them the front takes the body itself: 100.
                let isGranted = try await eventually { try await ask(dora).status == 307 }
                #expect(isGranted)
                #expect(try await dora.event("e.ics").attachments.isEmpty)
            }
        }

        @Test func `a front that is away when the client comes to the node lets it come again by the same URL`()
            async throws
        {
            try await withServices { services, dora in
                let url = try await granted(dora)
                try await services.front.crash()
                let early = try await dora.with(nil).send(.POST, url, [:], body: Array(Self.text.utf8))
                #expect(early.status == 503)
                #expect(early["Retry-After"] == "1")
                try await services.front.start()
                #expect(try await upload(to: url) {} == 201)
                #expect(try await dora.event("e.ics").attachments.count == 1)
            }
        }

        @Test func `a front that is away when the bytes are durable is asked until it is back`() async throws {
            try await withServices { services, dora in
                let url = try await granted(dora)
                let status = try await upload(to: url) {
                    try await services.front.crash()
                } afterBody: {
                    try await services.front.start()
                }
                #expect(status == 201)
                #expect(try await dora.event("e.ics").attachments.count == 1)
            }
        }

        @Test func `a node that dies with the bytes before the front knows leaves no attachment`() async throws {
            try await withServices { services, dora in
                let url = try await granted(dora)
                let node = try node(url, of: services)
                let status = try await upload(to: url) {
                    try await services.front.crash()
                } afterBody: {
                    // The node has all bytes and asks a front that is not there.
                    let isAsking = try await eventually {
                        let log = try String(contentsOf: URL(filePath: node.log.string), encoding: .utf8)
                        return log.contains("upload waits for the front")
                    }
                    #expect(isAsking)
                    try await node.crash()
                }
                #expect(status == nil)
                try await services.front.start()
                try await node.start()
                #expect(try await dora.event("e.ics").attachments.isEmpty)
                let spent = try await dora.with(nil).send(.POST, url, [:], body: Array(Self.text.utf8))
                #expect(spent.status == 409)
                #expect(try await upload(to: try await granted(dora)) {} == 201)
            }
        }
    }
}
