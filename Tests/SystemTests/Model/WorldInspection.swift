import BlobModel
import CalendarStore
import NIOHTTP1
import SQLDatabase
import SystemPackage
import Testing

/// Looks whether a home is what its model says, in calendar data, bytes, quota, database, and at the node.
struct WorldInspection: Sendable {
    /// What runs.
    let services: SeparateServices

    /// The metadata database.
    let database: any SQLDatabase

    /// How long to wait for the node to come to rest.
    var patience = Duration.seconds(60)

    /// Leaves bytes at the home's node as a front does that dies between the node's answer and its own transaction.
    func leaveOrphan(in world: AttachmentWorld) async throws {
        let home = try await world.home(in: database)
        let place = try await PlacedDomain(DedupDomain(validating: home.text), of: services)
        _ = try await place.putOrphan(SampleFile.noise(world.seed &+ 3, count: 700))
    }

    /// Returns everything that is wrong once removed attachments are beyond their grace.
    func findings(in world: inout AttachmentWorld) async throws -> [WorldFinding] {
        var found = try await contentFindings(in: &world)
        found += try await unlinkedFindings(in: world)
        found += try await quotaFindings(in: world)
        found += try await linkFindings(in: world)
        found += try await referenceFindings(in: world)
        // What was given up was not what is linked.
        return try await found + contentFindings(in: &world)
    }

    /// Compares the home with the model, and the files with the bytes that were sent.
    func contentFindings(in world: inout AttachmentWorld) async throws -> [WorldFinding] {
        var found: [WorldFinding] = []
        let observed = try await world.observe()
        let expected = world.model.visible
        if observed != expected {
            found.append(WorldFinding(kind: .object, text: "observed \(observed), expected \(expected)"))
        }
        for label in world.model.labels.sorted() {
            guard let uri = world.registry.uri(of: label) else {
                found.append(WorldFinding(kind: .object, text: "\(label) is on no object"))
                continue
            }
            let fetched = try await world.client.fetch(uri)
            guard !world.isRight(fetched, for: label) else { continue }
            let what = world.withdrawn.contains(label) ? " was withdrawn" : ""
            found.append(WorldFinding(kind: .bytes, text: "\(label)\(what): \(fetched.status) \(fetched.headers)"))
        }
        return found
    }

    private func unlinkedFindings(in world: AttachmentWorld) async throws -> [WorldFinding] {
        var found: [WorldFinding] = []
        for label in world.registry.ids.keys.sorted() where !world.model.labels.contains(label) {
            guard let uri = world.registry.uri(of: label) else { continue }
            let answer = try await world.client.fetch(uri)
            guard ![404, 410].contains(answer.status) else { continue }
            found.append(WorldFinding(kind: .unlinked, text: "\(label) is linked by nothing: \(answer)"))
        }
        return found
    }

    private func quotaFindings(in world: AttachmentWorld) async throws -> [WorldFinding] {
        let body = Array(#"<propfind xmlns="DAV:"><prop><quota-used-bytes/></prop></propfind>"#.utf8)
        let answer = try await world.client.send(.PROPFIND, world.client.home, ["Depth": "0"], body: body)
        let sum = world.readable.reduce(0) { $0 + (world.registry.contents[$1]?.size ?? 0) }
        let told = answer.text.split(separator: "quota-used-bytes>").dropFirst().first?.prefix { $0.isNumber }
        guard told.map(String.init) != "\(sum)" else { return [] }
        return [WorldFinding(kind: .quota, text: "the files have \(sum) octets: \(answer)")]
    }

    private func linkFindings(in world: AttachmentWorld) async throws -> [WorldFinding] {
        let home = try await world.home(in: database)
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
        let expected = Set(world.links { $0.labels.subtracting($0.past.loose.union($0.past.unlinked)) })
        let loose = Set(world.links(\.past.loose))
        guard Set(stored).subtracting(loose) != expected || Set(stored).count != stored.count else { return [] }
        return [WorldFinding(kind: .link, text: "stored \(stored.sorted()), expected \(expected.sorted())")]
    }

    // MARK: The node

    private func referenceFindings(in world: AttachmentWorld) async throws -> [WorldFinding] {
        let home = try await world.home(in: database)
        let references = try await database.read { txn in
            try txn.query(
                "SELECT reference FROM attachment_holding WHERE domain = ? AND state = 'live'",
                [.text(home.text)]
            ).map { try $0.text("reference") }
        }
        var found: [WorldFinding] = []
        if references.count != world.readable.count {
            let text = "\(references.count) live holdings of \(world.readable.count) files"
            found.append(WorldFinding(kind: .reference, text: text))
        }
        let place = try await PlacedDomain(DedupDomain(validating: home.text), of: services)
        for reference in references {
            let isThere = try await place.has(try ReferenceID(validating: reference))
            if !isThere { found.append(WorldFinding(kind: .reference, text: "the node has no \(reference)")) }
        }
        return try await found + countFindings(in: world, expecting: references.count)
    }

    /// Waits until the home's node counts so many references, and no other ones.
    private func countFindings(in world: AttachmentWorld, expecting count: Int) async throws -> [WorldFinding] {
        let secret = ServiceSettings(directory: services.directory).secret(of: "operator").string
        var told = ""
        let isSo = try await eventually(within: patience, every: .milliseconds(500)) {
            told = try await services.attache(
                ["domain", "purge", "--user", world.user, "--dry-run", "--operator-secret-file", secret]
            )
            return told.contains("references       \(count)\n")
        }
        return isSo ? [] : [WorldFinding(kind: .reference, text: "\(count) files; the node says: \(told)")]
    }
}

extension AttachmentWorld {
    /// The files that some object links, and that can be read.
    fileprivate var readable: Set<String> { model.labels.subtracting(withdrawn) }

    /// Whether an answer to GET of a file is right: its bytes, or 410 with a reason where it was taken away.
    fileprivate func isRight(_ answer: Answer, for label: String) -> Bool {
        guard withdrawn.contains(label) else {
            return answer.status == 200 && WorldRegistry.Content(answer.body) == registry.contents[label]
        }
        let reason = registry.infected.contains(label) ? LocalClamd.signature : WorldTool.reason
        return answer.status == 410 && (answer.text.contains(reason) || answer.text.contains(WorldTool.reason))
    }

    /// The links of some files of each object, as they are told of in findings.
    fileprivate func links(_ labels: (WorldModel.Object) -> Set<String>) -> [String] {
        model.places.flatMap { place in
            (model[place].map(labels) ?? []).map { "\(place.path)/\(registry.ids[$0] ?? "unknown")" }
        }
    }

    /// Returns the home as the database knows it.
    func home(in database: any SQLDatabase) async throws -> HomeID {
        let uid = try #require(UserID(parsing: user))
        let principal = try await database.read { txn in try CalendarStore().principal(uid, in: txn) }
        return try #require(principal).home
    }
}
