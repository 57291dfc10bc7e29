import BlobModel
import CalendarStore
import NIOHTTP1
import SQLDatabase
import SystemPackage
import Testing

/// What has to be true of a home once everything has come to rest.
extension AttachmentWorld {
    /// Checks that the home is what the model says, and that every ATTACH reads the bytes that were sent.
    mutating func expectEverythingThere() async throws {
        let observed = try await observe()
        #expect(observed == model, "seed \(seed): \(client.home)")
        for label in model.labels.sorted() {
            let uri = try #require(registry.uri(of: label), "seed \(seed): \(label) is on no object")
            let fetched = try await client.fetch(uri)
            #expect(fetched.status == 200, "seed \(seed): \(label): \(fetched)")
            #expect(WorldRegistry.Content(fetched.body) == registry.contents[label], "seed \(seed): \(label)")
        }
    }

    /// Checks that no URI of a file that nothing links reads anything.
    func expectUnlinkedGone() async throws {
        for label in registry.ids.keys.sorted() where !model.labels.contains(label) {
            guard let uri = registry.uri(of: label) else { continue }
            let answer = try await client.fetch(uri)
            #expect([404, 410].contains(answer.status), "seed \(seed): \(label) is linked by nothing: \(answer)")
        }
    }

    /// Checks what the home's quota counts (RFC 4331 §4): each file once, whatever it shares its bytes with.
    func expectQuotaToBeTheSum() async throws {
        let body = Array(#"<propfind xmlns="DAV:"><prop><quota-used-bytes/></prop></propfind>"#.utf8)
        let answer = try await client.send(.PROPFIND, client.home, ["Depth": "0"], body: body)
        let sum = model.labels.reduce(0) { $0 + (registry.contents[$1]?.size ?? 0) }
        let told = answer.text.split(separator: "quota-used-bytes>").dropFirst().first?.prefix { $0.isNumber }
        #expect(told.map(String.init) == "\(sum)", "seed \(seed): \(answer)")
    }

    /// Checks that the links in the database are the ATTACHes of the calendar data, and the usage is theirs.
    func expectLinksToBeTheAttachments(in database: any SQLDatabase) async throws {
        let home = try await home(in: database)
        let stored = try await database.read { txn in
            try txn.query(
                """
                SELECT calendar.name AS calendar, calendar_object.name AS object, attachment_link.attachment AS id
                FROM attachment_link LEFT JOIN calendar_object ON calendar_object.id = attachment_link.object
                LEFT JOIN calendar ON calendar.id = calendar_object.calendar WHERE attachment_link.domain = ?
                """,
                [.text(home.text)]
            ).map { row in
                try [row.optionalText("calendar"), row.optionalText("object"), row.text("id")].map { $0 ?? "nothing" }
                    .joined(separator: "/")
            }
        }
        let expected = model.places.flatMap { place in
            (model[place]?.labels ?? []).map { "\(place.path)/\(registry.ids[$0] ?? "unknown")" }
        }
        #expect(stored.sorted() == expected.sorted(), "seed \(seed): \(client.home)")
    }

    /// Waits until the home's node has no reference but those of the files that are linked.
    func expectReferencesToBeTheLinks(of services: SeparateServices, in database: any SQLDatabase) async throws {
        let home = try await home(in: database)
        let references = try await database.read { txn in
            try txn.query(
                "SELECT reference FROM attachment_holding WHERE domain = ? AND state = 'live'",
                [.text(home.text)]
            ).map { try $0.text("reference") }
        }
        #expect(references.count == model.labels.count, "seed \(seed): \(client.home): live holdings")
        let place = try await PlacedDomain(DedupDomain(validating: home.text), of: services)
        for reference in references {
            let isThere = try await place.has(try ReferenceID(validating: reference))
            #expect(isThere, "seed \(seed): \(reference) at the node")
        }
        let secret = ServiceSettings(directory: services.directory).secret(of: "operator").string
        let user = client.credentials?.user ?? ""
        let wanted = "references       \(references.count)\n"
        var told = ""
        let isSo = try await eventually(within: .seconds(60), every: .milliseconds(500)) {
            told = try await services.attache(
                ["domain", "purge", "--user", user, "--dry-run", "--operator-secret-file", secret]
            )
            return told.contains(wanted)
        }
        #expect(isSo, "seed \(seed): \(user) has \(references.count) files; the node says: \(told)")
    }

    private func home(in database: any SQLDatabase) async throws -> HomeID {
        let uid = try #require(UserID(parsing: client.credentials?.user ?? ""))
        let principal = try await database.read { txn in try CalendarStore().principal(uid, in: txn) }
        return try #require(principal).home
    }
}
