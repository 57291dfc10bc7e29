import FoundationEssentials
import RandomTesting
import SQLDatabase
import SystemPackage
import Testing

extension Stories {
    /// Whatever clients do, and whenever a program dies: no file is lost, and none is kept that nobody has.
    struct RandomAttachmentTests {
        private static let users = ["dora", "emil", "fay"]

        /// How long the clients work.
        private static let duration = Duration.seconds(7)

        /// The seed of a round; `ATTACHE_TEST_SEED` repeats a run that failed, as far as the moments of the kills can be.
        private static func seed(of round: Int) -> UInt64 {
            let named = ProcessInfo.processInfo.environment["ATTACHE_TEST_SEED"].flatMap { UInt64($0) }
            return named.map { $0 &+ UInt64(round) } ?? .random(in: .min ... .max)
        }

        /// One round, and more by `ATTACHE_TEST_ROUNDS`.
        @Test(arguments: 0..<TestRounds.count(1))
        func `files and events stay together, whatever several clients do and whichever program is killed`(
            round: Int
        ) async throws {
            let seed = Self.seed(of: round)
            print("random attachments: ATTACHE_TEST_SEED=\(seed)")
            try await SeparateServices.with(
                nodeSettings: { _ in ["ATTACHE_COLLECTION_GRACE": "2s", "ATTACHE_RECOUNT_INTERVAL": "1s"] }
            ) { services in
                try await Self.shortenGrace(of: services)
                for user in Self.users {
                    _ = try await services.attache("user", "add", user, "--password-stdin", input: "\(user)-1234\n")
                }
                let worlds = try await Self.live(in: services, seed: seed)
                try await Self.check(worlds, in: services)
            }
        }

        /// Has the front give up removed attachments after seconds, and counts attachments alone in the quota.
        private static func shortenGrace(of services: SeparateServices) async throws {
            let file = URL(filePath: ServiceSettings(directory: services.directory).frontFile.string)
            let text = try String(contentsOf: file, encoding: .utf8)
            let grace = "attachments:\n  grace: \(AttachmentWorld.grace.components.seconds)s"
            let changed = text.replacing("attachments:", with: grace) + "quota:\n  bytes: 256MiB\n"
            try Data(changed.utf8).write(to: file)
            try await services.front.stop()
            try await services.front.start()
        }

        /// Lets the clients of all homes work while programs are killed.
        private static func live(in services: SeparateServices, seed: UInt64) async throws -> [AttachmentWorld] {
            let end = ContinuousClock().now + duration
            async let kills = { () async throws -> Int in
                var faults = WorldFaults(of: services, seed: seed)
                return try await faults.run(until: end)
            }()
            let worlds = try await withThrowingTaskGroup(of: AttachmentWorld.self) { group in
                for (number, user) in users.enumerated() {
                    let client = services.client(as: user, password: "\(user)-1234")
                    group.addTask {
                        var world = AttachmentWorld(client, clients: 3, seed: seed &+ UInt64(number))
                        try await world.run(until: end)
                        return world
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let count = try await kills
            let tallies = worlds.map(\.tally)
            print("random attachments: \(count) kills, \(tallies)")
            #expect(count > 0, "seed \(seed): nothing was killed")
            return worlds
        }

        private static func check(_ worlds: [AttachmentWorld], in services: SeparateServices) async throws {
            for var world in worlds { try await world.expectEverythingThere() }
            try await ContinuousClock().sleep(for: AttachmentWorld.grace)
            let database = try await SQLiteDatabase.open(path: services.database.string)
            do {
                try await hurryReleases(of: services, in: database)
                for world in worlds {
                    try await world.expectQuotaToBeTheSum()
                    try await world.expectLinksToBeTheAttachments(in: database)
                    try await world.expectReferencesToBeTheLinks(of: services, in: database)
                    try await world.expectUnlinkedGone()
                }
                // What was given up was not what is linked.
                for var world in worlds { try await world.expectEverythingThere() }
                try await database.close()
            } catch {
                try? await database.close()
                throw error
            }
        }

        /// Ends the waiting for what killed programs left: the lease of five minutes of a release under way, its
        /// repetition, and the minute of an upload that was given up.
        ///
        /// Releases that nothing went wrong with were due before, and are left to the worker.
        private static func hurryReleases(of services: SeparateServices, in database: any SQLDatabase) async throws {
            try await services.front.stop()
            _ = try await database.write { txn in
                try txn.execute(
                    """
                    UPDATE attachment_outbox SET due = 0 WHERE started = 1
                    OR reference NOT IN (SELECT reference FROM attachment_holding)
                    """
                )
            }
            try await services.front.start()
        }
    }
}
