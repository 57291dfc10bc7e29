import NIOHTTP1
import Testing

extension Stories {
    /// Passwords cannot be guessed by trying many.
    struct WrongPasswordTests {
        @Test func `many wrong passwords are slowed for that user, wherever they are tried`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let file = CalendarClient.File(name: "a.txt", type: "text/plain", bytes: Array("text".utf8))
                let uri = try #require(try await alice.add(file, to: "e.ics")["Location"])
                let substituted = server.nodeURLs[0] + uri.dropFirst(server.frontURL.count)
                var statuses: [Int] = []
                for number in 0..<14 {
                    let wrong = alice.with(Credentials(user: "alice", password: "guess \(number)"))
                    statuses.append(try await wrong.send(.GET, number % 2 == 0 ? uri : substituted).status)
                }
                #expect(statuses.prefix(8).allSatisfy { $0 == 401 }, "\(statuses)")
                #expect(statuses.suffix(2) == [429, 429], "\(statuses)")
                let slowed = try await alice.with(Credentials(user: "alice", password: "x")).send(.GET, uri)
                #expect(slowed["Retry-After"].flatMap { Int($0) } != nil)
                #expect(try await server.client(as: "bob").send(.GET, uri).status == 403, "others are not slowed")
            }
        }
    }
}
