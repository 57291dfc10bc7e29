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
        private static let duration = Duration.seconds(5)

        /// The grace of removed attachments.
        private static let grace = Duration.seconds(3)

        /// For how long an infected file is taken for a good one, at most.
        private static let patience = Duration.milliseconds(1_500)

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
                // What is infected is refused in the one half of all rounds, and withdrawn in the other, when clients have it.
                let scansAfter = seed % 2 == 1
                let scanner = LateScanner(patience: scansAfter ? Self.patience : .zero)
                try await scanner.run { scanner in
                    let settings = WorldSettings(grace: Self.grace, scanner: scanner, scansAfter: scansAfter)
                    try await settings.apply(to: services)
                    for user in Self.users {
                        _ = try await services.attache("user", "add", user, "--password-stdin", input: "\(user)-1234\n")
                    }
                    let worlds = try await Self.live(in: services, settings, seed: seed)
                    try await Self.check(worlds, in: services, settings)
                }
            }
        }

        /// Lets the clients of all homes work while programs are killed.
        private static func live(
            in services: SeparateServices,
            _ settings: WorldSettings,
            seed: UInt64
        ) async throws -> [AttachmentWorld] {
            let end = ContinuousClock().now + duration
            async let kills = { () async throws -> Int in
                var faults = WorldFaults(of: services, seed: seed)
                return try await faults.run(until: end)
            }()
            let worlds = try await withThrowingTaskGroup(of: AttachmentWorld.self) { group in
                for (number, user) in users.enumerated() {
                    let client = services.client(as: user, password: "\(user)-1234")
                    group.addTask {
                        var world = AttachmentWorld(
                            client,
                            clients: 3,
                            tool: WorldTool(services: services),
                            settings: settings,
                            seed: seed &+ UInt64(number)
                        )
                        try await world.run(until: end)
                        return world
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let count = try await kills
            let tally = worlds.map(\.tally).reduce(WorldTally(), +)
            print("random attachments: \(count) kills, \(tally)")
            #expect(count > 0, "seed \(seed): nothing was killed")
            #expect(tally.isFull, "seed \(seed): not everything happened: \(tally)")
            return worlds
        }

        private static func check(
            _ worlds: [AttachmentWorld],
            in services: SeparateServices,
            _ settings: WorldSettings
        ) async throws {
            let endOfGrace = ContinuousClock().now + grace
            var worlds = worlds
            let database = try await SQLiteDatabase.open(path: services.database.string)
            let inspection = WorldInspection(services: services, database: database)
            let late = LateReleases(services: services, database: database)
            do {
                if settings.scansAfter { try await late.hurryScans() }
                for index in worlds.indices {
                    try await worlds[index].awaitWithdrawals()
                    let before = try await inspection.contentFindings(in: &worlds[index])
                    expectNothing(before, in: worlds[index])
                    try await worlds[index].takeInAnother()
                    try await inspection.leaveOrphan(in: worlds[index])
                    try await worlds[index].bringBackAnother()
                    try await worlds[index].undoAnother()
                    expectNothing(try await exportFindings(in: worlds[index], of: services), in: worlds[index])
                }
                try await ContinuousClock().sleep(until: endOfGrace)
                try await late.hurry()
                for index in worlds.indices {
                    let findings = try await inspection.findings(in: &worlds[index])
                    expectNothing(findings, in: worlds[index])
                    guard settings.scansAfter else { continue }
                    try await worlds[index].expectWithdrawal()
                    let after = try await inspection.contentFindings(in: &worlds[index])
                    expectNothing(after.filter { $0.kind == .bytes }, in: worlds[index])
                }
                #expect(worlds.allSatisfy { $0.tally.restored > 0 }, "nothing was brought back in some home")
                try await database.close()
            } catch {
                try? await database.close()
                throw error
            }
        }

        private static func exportFindings(
            in world: AttachmentWorld,
            of services: SeparateServices
        ) async throws -> [WorldFinding] {
            let export = try await WorldExport(of: world.user, from: services)
            return try export.findings(in: world)
        }

        private static func expectNothing(_ findings: [WorldFinding], in world: AttachmentWorld) {
            #expect(findings.isEmpty, "seed \(world.seed): \(world.client.home): \(findings)")
        }
    }
}
