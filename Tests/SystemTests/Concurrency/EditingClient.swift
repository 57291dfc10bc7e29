import NIOHTTP1
import RandomTesting
import Testing

/// One of many clients of a calendar: it keeps a copy by synchronisation, and makes, edits, and deletes events.
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

    /// The names that the clients fight for.
    private static let names = (0..<24).map { "event-\($0)" }

    /// Makes a client with an empty copy.
    init(number: Int, client: CalendarClient, ledger: EditLedger, seed: UInt64) {
        self.number = number
        self.client = client
        self.ledger = ledger
        random = SeededGenerator(seed: seed &+ UInt64(number))
    }

    /// Does something that clients do.
    mutating func step() async throws {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3: try await synchronise()
        case 3..<5: try await make()
        case 5..<9: try await edit()
        default: try await delete()
        }
    }

    // MARK: Synchronising

    /// Asks what has changed since the last time, and follows.
    mutating func synchronise() async throws {
        let report = try await changes()
        let paths = report.members.map(\.path)
        #expect(Set(paths).count == paths.count, "client \(number): a report tells of one member twice: \(paths)")
        for member in report.members { note(member) }
        token = try #require(report.syncToken)
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
    private func changes() async throws -> MultistatusText {
        let body = """
            <sync-collection xmlns="DAV:"><sync-token>\(token)</sync-token><sync-level>1</sync-level>\
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
        try #require([201, 412].contains(answer.status), "client \(number) makes \(path): \(answer)")
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
        let name = (Self.names.randomElement(using: &random) ?? "event") + ".ics"
        return (name, client.calendar + name)
    }

    private mutating func nextSummary() -> String {
        edits += 1
        return "edit \(edits) of client \(number)"
    }

    private static func event(_ name: String, _ summary: String) -> [UInt8] {
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//Concurrent editing//EN", "BEGIN:VEVENT",
            "UID:\(name)@example.com", "DTSTAMP:20260101T120000Z", "DTSTART:20260601T080000Z", "SUMMARY:\(summary)",
            "END:VEVENT", "END:VCALENDAR", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
