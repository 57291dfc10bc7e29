import NIOHTTP1
import Testing

extension Stories {
    /// Attachments of many users, spread over three blob nodes.
    struct ThreeNodesTests {
        private struct Placed: Sendable {
            let owner: CalendarClient
            let uri: String
            let bytes: [UInt8]
            let node: String
        }

        @Test func `every attachment is fetched through every node, wherever its bytes are`() async throws {
            try await DevServer.with(DevServer.Options(nodes: 3, demoUsers: 12)) { server in
                var placed: [Placed] = []
                for number in 1...12 {
                    placed.append(try await place(number, on: server))
                }
                let used = Set(placed.map(\.node))
                #expect(used.count > 1, "twelve users are all on \(used)")
                #expect(used.isSubset(of: server.nodeURLs))
                try await server.restart()
                for attachment in placed {
                    for node in server.nodeURLs { try await fetch(attachment, through: node, of: server) }
                    #expect(try await attachment.owner.fetch(attachment.uri).body == attachment.bytes)
                }
            }
        }

        private func place(_ number: Int, on server: DevServer) async throws -> Placed {
            let user = (number < 10 ? "user0" : "user") + "\(number)"
            let client = server.client(as: user)
            try await client.put("e.ics", SampleEvent.allDay(uid: "\(user)@example.com"))
            let bytes = SampleFile.noise(UInt64(number), count: 20_000 * number)
            let file = CalendarClient.File(name: "\(user).bin", type: "application/octet-stream", bytes: bytes)
            let added = try await client.add(file, to: "e.ics")
            try #require(added.status == 201, "\(added.text)")
            let uri = try #require(added["Location"])
            let location = try #require(try await client.send(.GET, uri)["Location"])
            let node = try #require(location.firstRange(of: "/d/v1/")).lowerBound
            return Placed(owner: client, uri: uri, bytes: bytes, node: String(location[..<node]))
        }

        private func fetch(_ attachment: Placed, through node: String, of server: DevServer) async throws {
            let url = node + attachment.uri.dropFirst(server.frontURL.count)
            let answer = try await attachment.owner.send(.GET, url)
            if node == attachment.node {
                #expect(answer.status == 200)
                #expect(answer.body == attachment.bytes)
            } else {
                #expect(answer.status == 307)
                let location = try #require(answer["Location"])
                #expect(location.hasPrefix(attachment.node + "/d/v1/"))
                #expect(try await attachment.owner.with(nil).send(.GET, location).body == attachment.bytes)
                let elsewhere = node + location.dropFirst(attachment.node.count)
                let misdirected = try await attachment.owner.with(nil).send(.GET, elsewhere)
                #expect(misdirected.status == 403, "a signed URL is good at its own node alone")
            }
            #expect(try await server.client(as: "alice").send(.GET, url).status == 403)
        }

        @Test func `another number of nodes or shards on existing data is refused with the reason`() async throws {
            try await DevServer.with(DevServer.Options(nodes: 3)) { server in
                try await server.stop()
                let nodes = try await server.refusal(of: ["--nodes", "2"])
                #expect(!nodes.isSuccess)
                #expect(nodes.errors.contains("--nodes 3"))
                #expect(nodes.errors.contains("shard map"))
                let shards = try await server.refusal(of: ["--shards", "5"])
                #expect(!shards.isSuccess)
                #expect(shards.errors.contains("--shards 2"))
                try await server.start()
            }
        }
    }
}
