import FoundationEssentials
import NIOHTTP1
import Synchronization
import SystemPackage
import Testing

extension Stories {
    /// The process is killed while clients add files; what was acknowledged is there after the restart.
    struct CrashTests {
        /// An addition that the server acknowledged.
        private struct Acknowledged: Sendable {
            let client: CalendarClient
            let resource: String
            let attachment: (id: String, uri: String)
            let bytes: [UInt8]
        }

        /// The acknowledged additions of all clients.
        private final class Ledger: Sendable {
            private let entries = Mutex<[Acknowledged]>([])

            var all: [Acknowledged] { entries.withLock(\.self) }

            func write(_ entry: Acknowledged) { entries.withLock { $0.append(entry) } }
        }

        @Test func `every acknowledged attachment survives SIGKILL at any moment`() async throws {
            try await DevServer.with(DevServer.Options(nodes: 2, demoUsers: 4)) { server in
                let ledger = Ledger()
                for (round, count) in [1, 6, 15, 30].enumerated() {
                    let goal = ledger.all.count + count
                    try await withThrowingTaskGroup { group in
                        for user in 1...4 {
                            let client = server.client(as: "user0\(user)")
                            group.addTask { await Self.addFiles(as: client, round: round, into: ledger) }
                        }
                        let isReached = try await eventually(every: .milliseconds(1)) { ledger.all.count >= goal }
                        #expect(isReached, "the clients do not get on")
                        try await server.crash()
                        try await group.waitForAll()
                    }
                    if round % 2 == 1 { try tearTails(of: server) }
                    try await server.start()
                    for entry in ledger.all { try await Self.expectThere(entry) }
                    for user in 1...4 { try await Self.expectWhole(server.client(as: "user0\(user)")) }
                }
            }
        }

        /// Appends the begin of a record that never came to its end to every segment, as a power failure may leave it.
        private func tearTails(of server: DevServer) throws {
            let paths = try FileManager.default.subpathsOfDirectory(atPath: server.data.string)
            let segments = paths.filter { $0.hasSuffix(".segment") }
            #expect(!segments.isEmpty)
            for segment in segments {
                let file = try FileDescriptor.open(server.data.appending(segment), .writeOnly, options: .append)
                _ = try file.closeAfter { try file.writeAll(SampleFile.noise(77, count: 5000)) }
            }
        }

        /// Puts events and adds a file to each, until the server is gone.
        private static func addFiles(as client: CalendarClient, round: Int, into ledger: Ledger) async {
            for number in 0... {
                let resource = "r\(round)-\(number).ics"
                let seed = UInt64(number * 10 + round)
                let bytes = SampleFile.noise(seed, count: [700, 20_000, 400_000, 1][number % 4])
                let file = CalendarClient.File(name: "n.bin", type: "application/octet-stream", bytes: bytes)
                let user = client.credentials?.user ?? ""
                do {
                    let event = SampleEvent.allDay(uid: "\(user)-\(round)-\(number)@example.com")
                    guard try await client.put(resource, event).status == 201 else { return }
                    let added = try await client.add(file, to: resource)
                    guard added.status == 201, let id = added["Cal-Managed-ID"], let uri = added["Location"] else {
                        return
                    }
                    let entry = Acknowledged(client: client, resource: resource, attachment: (id, uri), bytes: bytes)
                    ledger.write(entry)
                } catch {
                    return
                }
            }
        }

        private static func expectThere(_ entry: Acknowledged) async throws {
            let attachments = try await entry.client.event(entry.resource).attachments
            #expect(attachments.map(\.managedID) == [entry.attachment.id], "\(entry.resource)")
            #expect(attachments.map(\.uri) == [entry.attachment.uri], "\(entry.resource)")
            let fetched = try await entry.client.fetch(entry.attachment.uri)
            #expect(fetched.status == 200, "\(entry.resource): \(fetched.text)")
            let isSame = fetched.body == entry.bytes
            #expect(isSame, "\(entry.resource)")
        }

        /// What was not acknowledged may be there or not, but is never there by half.
        private static func expectWhole(_ client: CalendarClient) async throws {
            let listing = try await client.send(.PROPFIND, client.calendar, ["Depth": "1"]).text
            let hrefs = listing.split(separator: "<").compactMap { $0.split(separator: ">").last.map(String.init) }
            for resource in Set(hrefs.filter { $0.hasSuffix(".ics") }) {
                let event = try await client.send(.GET, resource)
                #expect(event.status == 200, "\(resource)")
                for attachment in CalendarText(event.body).attachments {
                    let fetched = try await client.fetch(attachment.uri)
                    #expect(fetched.status == 200, "\(resource): \(fetched.text)")
                    #expect("\(fetched.body.count)" == attachment.parameters["SIZE"], "\(resource)")
                }
            }
        }
    }
}
