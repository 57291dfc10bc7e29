import BlobModel
import CalendarStore
import struct CalendarStore.UserID
import FoundationEssentials
import NIOHTTP1
import SQLDatabase
import SystemPackage
import Testing

extension Stories {
    /// `attache user remove` is killed in its midst: the user is gone, and whoever comes next clears what is left.
    @Suite(.timeLimit(.minutes(4)))
    struct KilledRemovalTests {
        /// The events of each calendar of the user; they go in steps of a hundred.
        private static let events = 300

        /// The copies of the calendar.
        private static let copies = 9

        private let file = CalendarClient.File(name: "kept.txt", type: "text/plain", bytes: Array("Kept.".utf8))

        @Test func `the next removal clears what a killed one left, and the running front releases the bytes`()
            async throws
        {
            try await withKilledRemoval { services, home, database async throws in
                let told = try await services.attache("user", "remove", "emil", "--yes")
                #expect(told.contains("cleared the calendar home \(home) of an earlier removal"), "\(told)")
                #expect(try await Self.rows(database) == 0)
            }
        }

        @Test func `the front clears what a killed removal left once it runs`() async throws {
            try await withKilledRemoval { services, _, database async throws in
                try await services.front.start()
                let isCleared = try await eventually(within: .seconds(60)) { try await Self.rows(database) == 0 }
                #expect(isCleared)
            }
        }

        /// Kills the removal of a user while much of the home is left, looks at what there is, and lets the body go on; then
        /// the bytes have to go and the name has to be free.
        private func withKilledRemoval(
            _ body: (SeparateServices, String, SQLiteDatabase) async throws -> Void
        ) async throws {
            let settings = ["ATTACHE_COLLECTION_GRACE": "1s", "ATTACHE_RECOUNT_INTERVAL": "1s"]
            try await SeparateServices.with(nodeSettings: { _ in settings }) { services in
                let dora = try await add("dora", to: services)
                _ = try await add("emil", to: services)
                let uri = try await fill(dora, of: services)
                let database = try await SQLiteDatabase.open(path: services.database.string)
                let home = try await Self.home(of: "dora", database)
                let node = try await PlacedDomain(try DedupDomain(validating: home), of: services)
                try await services.front.stop()

                let left = try await Self.removeAndKill(services, database)
                #expect(left > 0, "the kill came too late")
                try await body(services, home, database)

                if await services.http.status(of: services.frontURL + "/readyz") != 200 {
                    try await services.front.start()
                }
                #expect(try await dora.fetch(uri).status == 401)
                let blob = ContentID(of: file.bytes.span)
                let isCollected = try await eventually(within: .seconds(60)) { try await node.hasCollected(blob) }
                #expect(isCollected)
                let again = try await add("dora", to: services)
                #expect(try await again.fetch(uri).status != 200)
                #expect(try await Self.home(of: "dora", database) != home)
                try await database.close()
            }
        }

        private func add(_ user: String, to services: SeparateServices) async throws -> CalendarClient {
            _ = try await services.attache("user", "add", user, "--password-stdin", input: "\(user)-1234\n")
            return services.client(as: user, password: "\(user)-1234")
        }

        /// Imports events, copies their calendar, adds a file to one, and returns where the file is.
        private func fill(_ client: CalendarClient, of services: SeparateServices) async throws -> String {
            let events = (0..<Self.events).map { number in
                """
                BEGIN:VEVENT\r\nUID:\(number)@example.com\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260601T120000Z\r
                DURATION:PT1H\r\nSUMMARY:Lunch \(number)\r\nEND:VEVENT\r\n
                """
            }
            let text =
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Tests//EN\r\n"
                + events.joined() + "END:VCALENDAR\r\n"
            let path = services.directory.appending("events.ics")
            try Data(text.utf8).write(to: URL(filePath: path.string))
            let told = try await services.attache("import", "dora", path.string)
            #expect(told.contains("imported \(Self.events) objects"), "\(told)")
            for number in 0..<Self.copies {
                let copied = try await client.send(
                    .COPY,
                    client.calendar,
                    ["Destination": client.url("/calendars/dora/copy-\(number)/")]
                )
                #expect(copied.status == 201, "\(copied.text)")
            }
            #expect(try await client.put("meeting.ics", SampleEvent.meeting()).status == 201)
            let added = try await client.add(file, to: "meeting.ics")
            return try #require(added["Location"], "\(added.text)")
        }

        /// Starts the removal, and kills it once the user is gone, when thirty steps are left to do.
        ///
        /// - Returns: The objects that were left.
        private static func removeAndKill(
            _ services: SeparateServices,
            _ database: SQLiteDatabase
        ) async throws -> Int64 {
            let config = ServiceSettings(directory: services.directory).frontFile.string
            let removal = try await ProgramProcess.start(
                .attache,
                ["user", "remove", "dora", "--yes", "--config", config],
                settings: [:],
                log: services.directory.appending("removal.log")
            )
            let isGone = try await eventually(every: .zero) {
                try await database.read { txn in try CalendarStore().principal(uid("dora"), in: txn) == nil }
            }
            try await removal.crash()
            #expect(isGone, "\(removal.written)")
            return try await database.read { txn in try objects(in: txn) }
        }

        private static func uid(_ name: String) throws -> UserID { try #require(UserID(parsing: name)) }

        private static func home(of user: String, _ database: SQLiteDatabase) async throws -> String {
            let principal = try await database.read { txn in try CalendarStore().principal(uid(user), in: txn) }
            return try #require(principal).home.text
        }

        private static func objects(in txn: any SQLTransaction) throws -> Int64 {
            try txn.first("SELECT COUNT(*) AS found FROM calendar_object")?.integer("found") ?? 0
        }

        /// Counts the objects, and what clearing leaves last: homes without a user.
        private static func rows(_ database: SQLiteDatabase) async throws -> Int {
            try await database.read { txn in
                Int(try objects(in: txn)) + (try CalendarStore().removedHomes(in: txn).count)
            }
        }
    }
}
