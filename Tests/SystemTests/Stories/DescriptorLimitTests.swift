import FoundationEssentials
import NIOHTTP1
import SystemPackage
import Testing

extension Stories {
    /// A node that may open no more files takes no more connections, and goes on.
    struct DescriptorLimitTests {
        /// The connections that find room, about, and those that ask for it.
        private static let room = 10
        private static let crowd = 40

        @Test func `connections over the limit of descriptors wait, the others go on, and all come to their turn`()
            async throws
        {
            try await SeparateServices.with { services in
                let file = try await addFile(to: services)
                let node = try #require(services.nodeURLs.firstIndex { file.location.hasPrefix($0) })
                let data = services.directory.appending("blob-\(node + 1)").string
                let process = try ObservedProcess(having: "ATTACHE_DATA", data)
                let path = String(file.location.dropFirst(services.nodeURLs[node].count))
                let usual = try process.descriptors()
                try await RawConnection.to(services.nodeURLs[node]) { first in
                    try await expectAnswer(on: first, path)
                    try await process.limitDescriptors(to: process.descriptors() + Self.room)
                    try await crowd(services.nodeURLs[node]) { answered in
                        #expect(answered < Self.crowd, "\(answered) connections were taken")
                        #expect(try process.descriptors() >= usual + Self.room, "the limit was reached")
                        #expect(process.isRunning)
                        for _ in 0..<5 { try await expectAnswer(on: first, path) }
                    }
                    try await expectAnswer(on: first, path)
                }
                let isBack = try await eventually {
                    await services.http.status(of: services.nodeURLs[node] + "/healthz") == 200
                }
                #expect(isBack)
                let isSettled = try await eventually { try process.descriptors() <= usual + 4 }
                #expect(isSettled)
                #expect(try await services.http.send(.GET, file.location).body == file.bytes)
                try await process.limitDescriptors(to: 1_024)
            }
        }

        private func addFile(to services: SeparateServices) async throws -> (location: String, bytes: [UInt8]) {
            _ = try await services.attache("user", "add", "dora", "--password-stdin", input: "dora-1234\n")
            let dora = services.client(as: "dora", password: "dora-1234")
            #expect(try await dora.put("e.ics", SampleEvent.allDay()).status == 201)
            let bytes = SampleFile.noise(3, count: 5_000)
            let file = CalendarClient.File(name: "a.bin", type: "application/octet-stream", bytes: bytes)
            let uri = try #require(try await dora.add(file, to: "e.ics")["Location"])
            let location = try #require(try await dora.send(.GET, uri)["Location"])
            // What is open now stays open.
            #expect(try await services.http.send(.GET, location).body == bytes)
            return (location, bytes)
        }

        private func expectAnswer(on connection: RawConnection, _ path: String) async throws {
            try await connection.send(lines: ["GET \(path) HTTP/1.1", "Host: 127.0.0.1"])
            let answer = try await connection.message()
            #expect(answer.status == 200)
        }

        /// Opens more connections than there is room for, each with a request, and tells how many were answered after a while.
        private func crowd(_ url: String, _ body: (Int) async throws -> Void) async throws {
            let answered = Answered()
            let clients = Task {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<Self.crowd { group.addTask { try await Self.wait(at: url, answered) } }
                    try await group.waitForAll()
                }
            }
            // The others find no descriptor left, again and again, while these hold theirs.
            _ = try await eventually(within: .seconds(4)) { await answered.count == Self.crowd }
            try await body(await answered.count)
            await answered.letGo()
            // Descriptors come back now, and those who waited have their turn.
            try await clients.value
            #expect(await answered.count == Self.crowd)
        }

        /// Sends a request, waits for the answer, and holds the connection until everybody may go.
        private static func wait(at url: String, _ answered: Answered) async throws {
            try await RawConnection.to(url) { connection in
                try await connection.send(lines: ["GET /healthz HTTP/1.1", "Host: 127.0.0.1"])
                #expect(try await connection.message().status == 200)
                await answered.note()
                while await !answered.mayGo { try await Task.sleep(for: .milliseconds(50)) }
            }
        }
    }
}

/// How many of a crowd were answered, and whether they may go.
private actor Answered {
    private(set) var count = 0
    private(set) var mayGo = false

    func note() { count += 1 }

    func letGo() { mayGo = true }
}
