import FoundationEssentials
import NIOHTTP1
import Testing

extension Stories {
    /// Many clients that change one calendar at the same time.
    struct ConcurrentEditingTests {
        private static let clients = 32

        /// The steps of each client; `ATTACHE_TEST_ROUNDS` multiplies them.
        private static let steps: Int = {
            let factor = ProcessInfo.processInfo.environment["ATTACHE_TEST_ROUNDS"].flatMap(Int.init) ?? 1
            return 20 * factor
        }()

        @Test func `32 clients that edit one calendar lose no update, and synchronisation skips and repeats none`()
            async throws
        {
            // `ATTACHE_TEST_SEED` repeats the choices of all clients, though not whose request comes first.
            let named = ProcessInfo.processInfo.environment["ATTACHE_TEST_SEED"].flatMap { UInt64($0) }
            let seed = named ?? .random(in: .min ... .max)
            print("concurrent editing: ATTACHE_TEST_SEED=\(seed)")
            try await DevServer.with { server in
                try await PlainClient.with(connections: Self.clients) { http in
                    let alice = CalendarClient(
                        base: server.frontURL,
                        credentials: server.client(as: "alice").credentials,
                        http: http
                    )
                    let ledger = EditLedger()
                    let clients = try await Self.edit(alice, ledger, seed: seed)
                    try await Self.check(alice, ledger, clients, seed: seed)
                }
            }
        }

        /// Lets all clients work at once, and returns them when the last one is done.
        private static func edit(
            _ client: CalendarClient,
            _ ledger: EditLedger,
            seed: UInt64
        ) async throws -> [EditingClient] {
            try await withThrowingTaskGroup(of: EditingClient.self) { group in
                for number in 0..<clients {
                    group.addTask {
                        var editor = EditingClient(number: number, client: client, ledger: ledger, seed: seed)
                        for _ in 0..<steps { try await editor.step() }
                        return editor
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }

        /// Compares the calendar, and every client's copy of it, with what was acknowledged.
        private static func check(
            _ client: CalendarClient,
            _ ledger: EditLedger,
            _ clients: [EditingClient],
            seed: UInt64
        ) async throws {
            let wanted = await ledger.present()
            let changes = await ledger.changes
            #expect(changes > clients.count, "seed \(seed): hardly anything was changed")
            let listing = try await listing(client)
            #expect(listing == wanted, "seed \(seed): the calendar is not what was acknowledged")
            for var editor in clients {
                try await editor.synchronise()
                #expect(editor.copy == wanted, "seed \(seed): the copy of client \(editor.number) is another")
                let last = editor.token
                try await editor.synchronise()
                #expect(editor.token == last, "seed \(seed): the token changes without a change")
            }
            for (path, tag) in wanted {
                let text = CalendarText(try await client.send(.GET, path).body)
                let summary = await ledger.summary(of: path, tag: tag)
                #expect(text.lines(named: "SUMMARY") == ["SUMMARY:\(summary ?? "")"], "seed \(seed): \(path)")
            }
        }

        /// The entity tags of the calendar's members by their paths (RFC 4918 §9.1).
        private static func listing(_ client: CalendarClient) async throws -> [String: String] {
            let body = Array(#"<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>"#.utf8)
            let answer = try await client.send(.PROPFIND, client.calendar, ["Depth": "1"], body: body)
            let members = MultistatusText(answer.text).members.filter { $0.path != client.calendar }
            return Dictionary(members.compactMap { member in member.tag.map { (member.path, $0) } }) { _, last in last }
        }
    }
}
