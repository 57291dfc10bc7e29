import NIOHTTP1
import RandomTesting
import Testing

/// One of many clients of a calendar: it keeps a copy by synchronisation, and makes, edits, moves, and deletes events.
struct EditingClient {
    /// The client's number.
    let number: Int

    /// What sends the requests.
    let client: CalendarClient

    /// What all clients note.
    let ledger: EditLedger

    /// The choices.
    var random: SeededGenerator

    /// The copy: entity tags by paths.
    private(set) var copy: [String: String] = [:]

    /// The token of the last synchronisation.
    private(set) var token = ""

    /// Every change that a synchronisation has told.
    private var told: Set<MultistatusText.Member> = []

    /// The states that this client has itself replaced or deleted.
    private var replaced: Set<MultistatusText.Member> = []

    /// The number of this client's next edit.
    private var edits = 0

    /// The UIDs that the clients fight for.
    private static let uids = (0..<12).map { "event-\($0)" }

    /// The end of an event's name, which is its UID, while it is at the second of its two places.
    private static let elsewhere = "-moved"

    /// The most changes that a client asks for that wants few at a time.
    private static let few = 4

    /// Makes a client with an empty copy.
    init(number: Int, client: CalendarClient, ledger: EditLedger, seed: UInt64) {
        self.number = number
        self.client = client
        self.ledger = ledger
        random = SeededGenerator(seed: seed &+ UInt64(number))
    }

    /// Does something that clients do.
    mutating func step() async throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<3: try await synchronise()
        case 3..<6: try await synchronise(atMost: Int.random(in: 1...Self.few, using: &random))
        case 6..<10: try await make()
        case 10..<16: try await edit()
        case 16..<18: try await move()
        default: try await delete()
        }
    }

    // MARK: Synchronising

    /// Asks what has changed since the last time, and follows.
    ///
    /// - Parameter limit: The most changes that are told; those beyond are told the next time.
    /// - Throws: What sending throws; an `ExpectationFailedError` where there are no changes in the answer.
    mutating func synchronise(atMost limit: Int? = nil) async throws {
        let report = try await changes(limit)
        let paths = report.members.map(\.path)
        #expect(Set(paths).count == paths.count, "client \(number): a report tells of one member twice: \(paths)")
        // RFC 6578 §3.6: an answer that is not all has to "indicate a status of 507 (Insufficient Storage) for the
        // request-URI".
        let members = report.members.filter { $0.path != client.calendar }
        for member in members { note(member) }
        token = try #require(report.syncToken)
        guard members.count == paths.count else {
            return #expect(members.count == limit, "client \(number): a report is cut short at \(members.count)")
        }
        let stale = copy.map { MultistatusText.Member(path: $0, tag: $1) }.filter(replaced.contains)
        #expect(stale.isEmpty, "client \(number): a state that it has replaced itself is not told as changed: \(stale)")
    }

    private mutating func note(_ member: MultistatusText.Member) {
        copy[member.path] = member.tag
        guard member.tag != nil else { return }
        let isNew = told.insert(member).inserted
        #expect(isNew, "client \(number): a change is told again: \(member)")
    }

    /// RFC 6578 §3.2: the changes since a token; all members for an empty one.
    private func changes(_ limit: Int?) async throws -> MultistatusText {
        let limit = limit.map { "<limit><nresults>\($0)</nresults></limit>" } ?? ""
        let body = """
            <sync-collection xmlns="DAV:"><sync-token>\(token)</sync-token><sync-level>1</sync-level>\(limit)\
            <prop><getetag/></prop></sync-collection>
            """
        let answer = try await client.send(.REPORT, client.calendar, ["Depth": "0"], body: Array(body.utf8))
        try #require(answer.status == 207, "client \(number): \(answer)")
        return MultistatusText(answer.text)
    }

    // MARK: Writing

    private mutating func make() async throws {
        let (name, path) = place()
        let summary = nextSummary()
        let answer = try await client.put(name, Self.event(name, summary), ["If-None-Match": "*"])
        // RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict): the event may be at its other place.
        try #require([201, 403, 412].contains(answer.status), "client \(number) makes \(path): \(answer)")
        guard answer.status == 201 else { return }
        await ledger.make(path, tag: try #require(answer["ETag"]), summary: summary)
    }

    private mutating func edit() async throws {
        let (name, path) = place()
        guard let old = try await currentTag(of: path) else { return }
        let summary = nextSummary()
        let answer = try await client.put(name, Self.event(name, summary), ["If-Match": old])
        try #require([204, 412].contains(answer.status), "client \(number) edits \(path): \(answer)")
        guard answer.status == 204 else { return }
        replaced.insert(MultistatusText.Member(path: path, tag: old))
        await ledger.replace(path, tag: old, by: try #require(answer["ETag"]), summary: summary)
    }

    /// Moves an event to its other place, and learns from the answer what it is there, unless somebody was faster.
    private mutating func move() async throws {
        let (name, path) = place()
        let before = try await client.send(.GET, path)
        guard before.status == 200, let old = before["ETag"] else { return }
        let uid = Self.uid(of: name)
        let destination = client.calendar + uid + (name.contains(Self.elsewhere) ? "" : Self.elsewhere) + ".ics"
        let fields: HTTPHeaders = [
            "Destination": client.url(destination), "Overwrite": "F", "If-Match": old,
            "Prefer": "return=representation",
        ]
        let answer = try await client.send(.MOVE, path, fields)
        try #require([201, 404, 412].contains(answer.status), "client \(number) moves \(path): \(answer)")
        guard answer.status == 201 else { return }
        replaced.insert(MultistatusText.Member(path: path, tag: old))
        await ledger.delete(path, tag: old)
        let lines = CalendarText(answer.body).lines(named: "SUMMARY")
        guard let tag = answer["ETag"], let line = lines.first,
            lines == CalendarText(before.body).lines(named: "SUMMARY")
        else { return }
        await ledger.arrive(destination, tag: tag, summary: String(line.dropFirst("SUMMARY:".count)))
    }

    private mutating func delete() async throws {
        let (_, path) = place()
        guard let old = try await currentTag(of: path) else { return }
        let answer = try await client.send(.DELETE, path, ["If-Match": old])
        try #require([204, 404, 412].contains(answer.status), "client \(number) deletes \(path): \(answer)")
        guard answer.status == 204 else { return }
        replaced.insert(MultistatusText.Member(path: path, tag: old))
        await ledger.delete(path, tag: old)
    }

    /// What the client knows from its copy, which may be old, or else what the server says.
    private mutating func currentTag(of path: String) async throws -> String? {
        if let known = copy[path], Bool.random(using: &random) { return known }
        let answer = try await client.send(.GET, path)
        try #require([200, 404].contains(answer.status), "client \(number) reads \(path): \(answer)")
        return answer.status == 200 ? answer["ETag"] : nil
    }

    private mutating func place() -> (name: String, path: String) {
        let uid = Self.uids.randomElement(using: &random) ?? "event"
        let name = uid + (Bool.random(using: &random) ? Self.elsewhere : "") + ".ics"
        return (name, client.calendar + name)
    }

    private mutating func nextSummary() -> String {
        edits += 1
        return "edit \(edits) of client \(number)"
    }

    private static func uid(of name: String) -> String {
        String(name.dropLast(".ics".count)).replacing(elsewhere, with: "")
    }

    private static func event(_ name: String, _ summary: String) -> [UInt8] {
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//Concurrent editing//EN", "BEGIN:VEVENT",
            "UID:\(uid(of: name))@example.com", "DTSTAMP:20260101T120000Z", "DTSTART:20260601T080000Z",
            "SUMMARY:\(summary)", "END:VEVENT", "END:VCALENDAR", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
