import BlobModel
import CalendarStore
import SQLDatabase
import SystemPackage
import Testing

extension Stories {
    /// What looks at homes after random lives: it has to tell every damage, or it shows nothing when it tells none.
    struct InspectionTests {
        private static let settings = WorldSettings(grace: .seconds(3_600), scanner: nil)

        @Test func `the inspection tells each damage in the home that has it, and nothing of a home without`()
            async throws
        {
            try await withHomes { services, homes in
                try await Self.expectExportFindings(in: homes[0].world, services)
                let database = try await SQLiteDatabase.open(path: services.database.string)
                do {
                    let places = try await Self.places(of: homes, in: services, database)
                    try await services.front.crash()
                    for (damage, (home, place)) in zip(HomeDamage.all, zip(homes, places).dropFirst()) {
                        try await damage.befall(home, at: place, in: database)
                    }
                    // All removed attachments are beyond their grace.
                    try await database.write { txn in
                        _ = try txn.execute("UPDATE attachment_outbox SET due = 0", [])
                    }
                    try await services.front.start()
                    try await Self.expectFindings(in: homes, services, database)
                    try await database.close()
                } catch {
                    try? await database.close()
                    throw error
                }
            }
        }

        /// Runs a body with one home that stays whole, and one for each damage.
        private func withHomes(_ body: (SeparateServices, [DamagedHome]) async throws -> Void) async throws {
            try await SeparateServices.with(
                initialNodes: 1,
                nodeSettings: { _ in ["ATTACHE_COLLECTION_GRACE": "1s"] }
            ) { services in
                try await Self.settings.apply(to: services)
                let homes = try await withThrowingTaskGroup(of: (Int, DamagedHome).self) { group in
                    for index in 0...HomeDamage.all.count {
                        group.addTask { (index, try await Self.home("home\(index)", in: services)) }
                    }
                    return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                try await body(services, homes.sorted { $0.key < $1.key }.map(\.value))
            }
        }

        private static func home(_ user: String, in services: SeparateServices) async throws -> DamagedHome {
            _ = try await services.attache("user", "add", user, "--password-stdin", input: "\(user)-1234\n")
            return try await DamagedHome(services.client(as: user, password: "\(user)-1234"), settings)
        }

        /// Finds the homes at the node, as the front still tells.
        private static func places(
            of homes: [DamagedHome],
            in services: SeparateServices,
            _ database: any SQLDatabase
        ) async throws -> [PlacedDomain] {
            var places: [PlacedDomain] = []
            for home in homes {
                let domain = try await home.world.home(in: database).text
                places.append(try await PlacedDomain(DedupDomain(validating: domain), of: services))
            }
            return places
        }

        /// An export is compared with what was sent: with other bytes in mind, it is told.
        private static func expectExportFindings(in world: AttachmentWorld, _ services: SeparateServices) async throws {
            var world = world
            let export = try await WorldExport(of: world.user, from: services)
            #expect(try export.findings(in: world).isEmpty)
            world.registry.note(WorldFile(label: DamagedHome.kept, bytes: SampleFile.noise(9, count: 5_000)))
            #expect(try export.findings(in: world).map(\.kind) == [.export])
        }

        /// Looks until what a damage releases, in the background, has gone; at most 20 seconds.
        private static func findings(
            of kinds: Set<WorldFinding.Kind>,
            in home: DamagedHome,
            by inspection: WorldInspection
        ) async throws -> [WorldFinding] {
            let end = ContinuousClock.now + .seconds(20)
            while true {
                var world = home.world
                let found = try await inspection.findings(in: &world)
                if Set(found.map(\.kind)) == kinds || ContinuousClock.now > end { return found }
                try await Task.sleep(for: .milliseconds(200))
            }
        }

        private static func expectFindings(
            in homes: [DamagedHome],
            _ services: SeparateServices,
            _ database: any SQLDatabase
        ) async throws {
            var whole = homes[0].world
            let patient = WorldInspection(services: services, database: database)
            let nothing = try await patient.findings(in: &whole)
            #expect(nothing.isEmpty, "nothing was damaged: \(nothing)")
            // All releases were due at once: where nothing is damaged they are done now.
            let inspection = WorldInspection(services: services, database: database, patience: .seconds(1))
            try await withThrowingTaskGroup { group in
                for (damage, home) in zip(HomeDamage.all, homes.dropFirst()) {
                    group.addTask {
                        let found = try await findings(of: damage.kinds, in: home, by: inspection)
                        #expect(Set(found.map(\.kind)) == damage.kinds, "\(damage.name): \(found)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
