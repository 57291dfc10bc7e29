import BlobAPI
import BlobModel
import FoundationEssentials
import NIOHTTP1
import SQLDatabase
import Subprocess
import SystemPackage
import Testing

extension Stories {
    /// The services as operators run them: processes of their own, set up with the operator's tool.
    struct SeparateServicesTests {
        private let pdf = CalendarClient.File(
            name: "minutes.pdf",
            type: "application/pdf",
            bytes: SampleFile.pdf("Minutes")
        )

        /// Adds a user and returns her client.
        private func dora(of services: SeparateServices) async throws -> CalendarClient {
            let added = try await services.attache(
                "user",
                "add",
                "dora",
                "--display-name",
                "Dora",
                "--address",
                "mailto:dora@example.com",
                "--password-stdin",
                input: "päss wörd:1\n"
            )
            #expect(added.contains("added dora"))
            return services.client(as: "dora", password: "päss wörd:1")
        }

        @Test func `two nodes and a front are set up by the operator's tool, and a file makes its way`() async throws {
            try await SeparateServices.with { services in
                let dora = try await dora(of: services)
                let stranger = services.client(as: "alice", password: "alice")
                #expect(
                    try await stranger.send(.PROPFIND, "/calendars/alice/", ["Depth": "0"]).status == 401,
                    "no demo users here"
                )
                #expect(try await dora.put("e.ics", SampleEvent.meeting()).status == 201)
                let added = try await dora.add(pdf, to: "e.ics")
                #expect(added.status == 201, "\(added.text)")
                let uri = try #require(added["Location"])
                #expect(uri.hasPrefix(services.frontURL + "/attachments/"))
                #expect(try await dora.fetch(uri).body == pdf.bytes)
                for node in services.nodeURLs {
                    let answer = try await dora.send(.GET, node + uri.dropFirst(services.frontURL.count))
                    #expect([200, 307].contains(answer.status))
                    if answer.status == 200 { #expect(answer.body == pdf.bytes) }
                }
                #expect(try await services.attache("node", "list").contains("blob-2"))
                #expect(try await services.attache("user", "list").contains("dora"))
                let lines = try String(contentsOf: URL(filePath: services.front.log.string), encoding: .utf8)
                    .split(separator: "\n")
                #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") }, "the log is no JSON lines")
            }
        }

        @Test func `a service without a certificate of its own goes on after SIGHUP, which asks to read files again`()
            async throws
        {
            try await SeparateServices.with { services in
                services.front.hangUp()
                for node in services.nodes { node.hangUp() }
                let dora = try await dora(of: services)
                #expect(try await dora.put("e.ics", SampleEvent.meeting()).status == 201)
                #expect(try await dora.add(pdf, to: "e.ics").status == 201)
                // Each ends in answer to SIGTERM, and with success: none was ended by the signal before.
                try await services.front.stop()
                for node in services.nodes { try await node.stop() }
            }
        }

        @Test func `the internal listeners let nobody in without the right secret`() async throws {
            try await SeparateServices.with { services in
                let secret = try ServiceSettings(directory: services.directory).peerSecret(of: "blob-1")
                let node: HTTPHeaders = ["Authorization": "Bearer \(secret.current)"]
                let front = services.internalFrontURL + "/internal/v1/nodes/"
                #expect(try await services.http.send(.GET, front + "blob-1/assignment", node).status == 200)
                #expect(try await services.http.send(.GET, front + "blob-2/assignment", node).status == 403)
                #expect(try await services.http.send(.GET, front + "blob-1/assignment").status == 401)
                let status = services.internalNodeURLs[0] + "/internal/v1/status"
                #expect(try await services.http.send(.GET, status).status == 401)
                #expect(
                    try await services.http.send(.GET, status, node).status == 401,
                    "a node's secret is not the front's"
                )
                for url in services.nodeURLs + [services.frontURL] {
                    let answer = try await services.http.send(.GET, url + "/internal/v1/status", node)
                    #expect([401, 404].contains(answer.status), "a public listener has no internal routes")
                    #expect(try await services.http.send(.GET, url + "/metrics").status != 200)
                }
                for url in services.internalNodeURLs + [services.internalFrontURL] {
                    #expect(try await services.http.send(.GET, url + "/metrics").text.contains("attache_http_requests"))
                    #expect(try await services.http.send(.GET, url + "/healthz").status == 200)
                }
            }
        }

        @Test func `what one node was shown opens no other, neither as the front nor as the operator`() async throws {
            try await SeparateServices.with { services in
                let settings = ServiceSettings(directory: services.directory)
                let nodes = try ["blob-1", "blob-2"].map { try NodeID(validating: $0) }
                let routes = [("front", "/internal/v1/status"), ("operator", "/internal/v1/shards")]
                for (caller, route) in routes {
                    let secret = try settings.peerSecret(of: caller)
                    for (shown, expected) in [
                        (secret.shown(to: nodes[0]), 200), (secret.shown(to: nodes[1]), 401), (secret, 401),
                    ] {
                        let fields: HTTPHeaders = ["Authorization": "Bearer \(shown.current)"]
                        let answer = try await services.http.send(.GET, services.internalNodeURLs[0] + route, fields)
                        #expect(answer.status == expected, "\(caller): \(answer.text)")
                    }
                }
            }
        }

        @Test func `a node that the wrong secret is shown to says so, and the tool what to look at`() async throws {
            try await SeparateServices.with { services in
                let secret = ServiceSettings(directory: services.directory).secret(of: "operator").string
                let wrong = try await Shell.run(
                    .attache,
                    ["shard", "status", "--node", "blob-2", "--node-url", services.internalNodeURLs[0]]
                        + ["--operator-secret-file", secret]
                )
                #expect(wrong.status == .exited(69) && wrong.errors.contains("internal.operator-digest"), "\(wrong)")
            }
        }

        @Test func `the key that signs links is changed without a restart and without a broken link`() async throws {
            try await SeparateServices.with { services in
                let dora = try await dora(of: services)
                try await dora.put("e.ics", SampleEvent.allDay())
                let uri = try #require(try await dora.add(pdf, to: "e.ics")["Location"])
                let nobody = dora.with(nil)
                let old = try #require(try await dora.send(.GET, uri)["Location"])
                let oldKey = try #require(Self.key(of: old))
                let words = try await services.attache("key", "add").split(separator: " ")
                let newKey = try #require(words.dropFirst().first).filter { $0 != "," }
                #expect(try await services.attache("key", "list").contains("pending"))
                let secret = ServiceSettings(directory: services.directory).secret(of: "operator").string
                _ = try await services.attache("key", "activate", newKey, "--operator-secret-file", secret)
                var new = old
                let isSwitched = try await eventually {
                    new = try await dora.send(.GET, uri)["Location"] ?? ""
                    return Self.key(of: new) == newKey
                }
                #expect(isSwitched, "the front signs with \(Self.key(of: new) ?? "nothing"), not with \(newKey)")
                #expect(try await nobody.send(.GET, new).body == pdf.bytes)
                #expect(try await nobody.send(.GET, old).body == pdf.bytes, "a retired key still verifies")
                _ = try await services.attache("key", "remove", oldKey, "--force")
                let isRefused = try await eventually(within: .seconds(45), every: .milliseconds(500)) {
                    // A key that the node does not know makes it ask the front at once.
                    _ = try await nobody.send(.GET, new.replacing("&k=\(newKey)", with: "&k=unheardof"))
                    return try await nobody.send(.GET, old).status == 403
                }
                #expect(isRefused)
                #expect(try await nobody.send(.GET, old).text.contains("\"code\":\"key\""))
                #expect(try await nobody.send(.GET, new).body == pdf.bytes)
            }
        }

        @Test func `a key is not activated while a node does not know it, unless that is meant`() async throws {
            try await SeparateServices.with { services in
                let settings = ServiceSettings(directory: services.directory)
                let words = try await services.attache("key", "add").split(separator: " ")
                let key = try #require(words.dropFirst().first).filter { $0 != "," }
                let activate = ["key", "activate", key, "--config", settings.frontFile.string]
                let secret = ["--operator-secret-file", settings.secret(of: "operator").string]
                let blind = try await Shell.run(.attache, activate)
                #expect(blind.status == .exited(64) && blind.errors.contains("--operator-secret-file"), "\(blind)")
                try await services.nodes[1].stop()
                let refused = try await Shell.run(.attache, activate + secret + ["--wait", "3"])
                #expect(!refused.isSuccess && refused.errors.contains("blob-2"), "\(refused)")
                #expect(!refused.errors.contains("The node blob-1 "), "it has asked the front: \(refused)")
                #expect(try await services.attache("key", "list").contains("pending"))
                #expect(try await Shell.run(.attache, activate + ["--force"]).isSuccess)
                #expect(try await !services.attache("key", "list").contains("pending"))
                try await services.nodes[1].start()
            }
        }

        private static func key(of url: String) -> String? {
            url.split(separator: "&").first { $0.hasPrefix("k=") }.map { String($0.dropFirst(2)) }
        }

        @Test func `a front that is killed between the bytes and the commit loses nothing and promises nothing`()
            async throws
        {
            try await SeparateServices.with { services in
                let dora = try await dora(of: services)
                try await dora.put("e.ics", SampleEvent.meeting())
                let first = try await dora.add(pdf, to: "e.ics")
                let uri = try #require(first["Location"])
                let before = try await dora.event("e.ics")
                let second = CalendarClient.File(name: "b", type: "text/plain", bytes: Array("second".utf8))
                try await withWritingBlocked(at: services.database) {
                    let stored = try await storedReferences(of: services)
                    let answer = Task { try await dora.add(second, to: "e.ics") }
                    let isStored = try await eventually { try await storedReferences(of: services) > stored }
                    #expect(isStored, "the bytes do not reach the node")
                    try await services.front.crash()
                    let outcome = await answer.result
                    #expect(throws: (any Error).self, "the addition was acknowledged") { try outcome.get() }
                }
                try await services.front.start()
                #expect(try await dora.event("e.ics") == before)
                #expect(try await dora.fetch(uri).body == pdf.bytes)
                let again = try await dora.add(second, to: "e.ics")
                #expect(again.status == 201)
                #expect(try await dora.fetch(try #require(again["Location"])).body == second.bytes)
            }
        }

        /// How many bodies the nodes have stored, as their metrics tell.
        private func storedReferences(of services: SeparateServices) async throws -> Int {
            var sum = 0
            for url in services.internalNodeURLs {
                let metrics = try await services.http.send(.GET, url + "/metrics").text
                let lines = metrics.split(separator: "\n").filter {
                    $0.hasPrefix("attache_http_requests_total{") && $0.contains("method=\"PUT\"")
                        && $0.contains("status=\"201\"")
                }
                sum += lines.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0) {
                    $0 + Int($1)
                }
            }
            return sum
        }

        /// Holds the right to write in the metadata database during a body, so that no commit can happen.
        private func withWritingBlocked(at path: FilePath, _ body: () async throws -> Void) async throws {
            let database = try await SQLiteDatabase.open(path: path.string)
            let (reading, writing) = try FileDescriptor.pipe()
            let (begun, continuation) = AsyncStream<Void>.makeStream()
            let transaction = Task {
                try await database.write { _ in
                    continuation.finish()
                    // Blocks its own thread until the other end is closed.
                    var octet: [UInt8] = [0]
                    _ = try unsafe octet.withUnsafeMutableBytes { try unsafe reading.read(into: $0) }
                }
            }
            for await () in begun {}
            let result: Result<Void, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            try writing.close()
            try await transaction.value
            try reading.close()
            try await database.close()
            try result.get()
        }

        @Test func `a node is restarted while the front runs, and adding goes on when it is back`() async throws {
            try await SeparateServices.with { services in
                let dora = try await dora(of: services)
                try await dora.put("e.ics", SampleEvent.allDay())
                let uri = try #require(try await dora.add(pdf, to: "e.ics")["Location"])
                let location = try #require(try await dora.send(.GET, uri)["Location"])
                let index = try #require(services.nodeURLs.firstIndex { location.hasPrefix($0 + "/") })
                try await services.nodes[index].stop()
                let refused = try await dora.add(pdf, to: "e.ics")
                #expect(refused.status == 503, "\(refused.text)")
                #expect(try await dora.event("e.ics").attachments.count == 1)
                try await services.nodes[index].start()
                #expect(try await dora.fetch(uri).body == pdf.bytes)
                #expect(try await dora.add(pdf, to: "e.ics").status == 201)
                #expect(try await dora.event("e.ics").attachments.count == 2)
            }
        }

        @Test func `a node works on without the front for those who hold a signed URL`() async throws {
            try await SeparateServices.with { services in
                let dora = try await dora(of: services)
                try await dora.put("e.ics", SampleEvent.allDay())
                let uri = try #require(try await dora.add(pdf, to: "e.ics")["Location"])
                let location = try #require(try await dora.send(.GET, uri)["Location"])
                try await services.front.stop()
                for node in services.nodes { try await node.crash() }
                for node in services.nodes { try await node.start() }
                #expect(try await dora.with(nil).send(.GET, location).body == pdf.bytes)
                try await services.front.start()
                #expect(try await dora.fetch(uri).body == pdf.bytes)
            }
        }

        @Test func `a password is changed and a user removed, with everything that was hers`() async throws {
            try await SeparateServices.with { services in
                let dora = try await dora(of: services)
                try await dora.put("e.ics", SampleEvent.allDay())
                let uri = try #require(try await dora.add(pdf, to: "e.ics")["Location"])
                _ = try await services.attache("user", "password", "dora", "--password-stdin", input: "another one\n")
                let changed = services.client(as: "dora", password: "another one")
                #expect(try await changed.send(.GET, uri).status == 307)
                _ = try await services.attache("user", "remove", "dora", "--yes")
                let isGone = try await eventually { try await changed.send(.GET, uri).status == 401 }
                #expect(isGone, "a removed user still gets in")
            }
        }
    }
}
