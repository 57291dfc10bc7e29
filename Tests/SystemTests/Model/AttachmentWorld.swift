import NIOHTTP1
import RandomTesting
import Testing

/// A home with several clients, its server, and what the home has to look like.
///
/// The requests of a home come one after the other, each from a client that may know old things only. An answer that is
/// lost leaves several states possible; the next look at the home shows which one it is, and it has to be one of them.
struct AttachmentWorld: Sendable {
    /// The grace of removed attachments.
    static let grace = Duration.seconds(3)

    /// How many requests have to be done before a run shows anything.
    private static let enough = 30

    /// How often what happened, which shows that the test tests something.
    struct Tally: Sendable {
        /// The requests that were done.
        var done = 0
        /// The requests that were refused, as they had to be.
        var refused = 0
        /// The requests whose outcome the answer did not tell.
        var lost = 0
    }

    /// What sends the requests.
    let client: CalendarClient

    /// The seed, which failures print.
    let seed: UInt64

    /// What the home has to look like.
    private(set) var model: WorldModel

    /// The files.
    private(set) var registry = WorldRegistry()

    /// What happened.
    private(set) var tally = Tally()

    private let clock = ContinuousClock()
    private var clients: [WorldClient]
    private var choices: WorldChoices
    private var versions: [WorldModel.Place: Int] = [:]

    /// When the request was sent that took the last link of a file away.
    private var removals: [String: ContinuousClock.Instant] = [:]

    /// The files that are known to be beyond their grace.
    private var gone: Set<String> = []

    /// Makes a world of a home that has one calendar, and nothing in it.
    init(_ client: CalendarClient, clients: Int, seed: UInt64) {
        self.client = client
        self.seed = seed
        model = WorldModel(calendars: [WorldChoices.calendars[0]: [:]])
        self.clients = Array(repeating: WorldClient(), count: clients)
        choices = WorldChoices(user: client.credentials?.user ?? "", seed: seed)
    }

    /// Lets the clients work until an instant, and longer where a busy machine got little done by then.
    mutating func run(until end: ContinuousClock.Instant) async throws {
        while clock.now < end || tally.done < Self.enough {
            let index = clients.indices.randomElement(using: &choices.random) ?? 0
            if choices.isLikely(60) { try await see(clients[index].placeToSee(&choices), as: index) }
            for wish in clients[index].wishes(&choices) { try await perform(wish) }
        }
    }

    // MARK: Looking

    /// Has a client look at a place, and checks what it sees.
    private mutating func see(_ place: WorldModel.Place, as index: Int) async throws {
        guard let answer = try? await client.send(.GET, client.home + place.path), answer.status != 503 else { return }
        let seen = try read(answer, at: place)
        #expect(seen?.object == model[place], "seed \(seed): \(client.home)\(place.path)")
        let copy = seen.map {
            WorldClient.Copy(tag: $0.tag, version: versions[place, default: 0], document: $0.document)
        }
        clients[index].see(copy, at: place)
    }

    private mutating func read(
        _ answer: Answer,
        at place: WorldModel.Place
    ) throws -> (object: WorldModel.Object, document: WorldDocument, tag: String?)? {
        if answer.status == 404 { return nil }
        try #require(answer.status == 200, "seed \(seed): GET \(place.path): \(answer)")
        let document = try #require(WorldDocument(answer.body), "seed \(seed): \(answer)")
        return (registry.read(document), document, answer["ETag"])
    }

    /// Reads the whole home, as soon as the server answers.
    mutating func observe() async throws -> WorldModel {
        var observed = WorldModel()
        for calendar in WorldChoices.calendars {
            let listing = try await answered(.PROPFIND, "\(client.home)\(calendar)/", ["Depth": "1"])
            guard listing.status == 207 else { continue }
            observed.calendars[calendar] = [:]
            for member in MultistatusText(listing.text).members where member.path.hasSuffix(".ics") {
                let name = member.path.split(separator: "/").last.map(String.init) ?? ""
                let place = WorldModel.Place(calendar: calendar, name: name)
                observed[place] = try read(try await answered(.GET, client.home + place.path), at: place)?.object
            }
        }
        return observed
    }

    private func answered(_ method: HTTPMethod, _ path: String, _ fields: HTTPHeaders = [:]) async throws -> Answer {
        var last: Answer?
        _ = try await eventually(within: .seconds(60)) {
            last = try? await client.send(method, path, fields)
            return last.map { $0.status != 503 } ?? false
        }
        return try #require(last, "seed \(seed): no answer to \(method) \(path)")
    }

    // MARK: Doing

    private mutating func perform(_ wish: WorldClient.Wish) async throws {
        guard let operation = known(wish.operation) else { return }
        if let file = operation.file { registry.note(file) }
        let sent = clock.now
        let answer = try? await operation.send(as: client, ifMatch: wish.seen?.tag)
        let outcomes = outcomes(of: operation, seen: wish.seen, at: clock.now)
        let after = outcomes.compactMap(\.model)
        switch answer?.status {
        case .some(200..<300): try await adopt(after, of: operation, sent: sent, answer)
        case nil, .some(503): try await adopt(after + [model], of: operation, sent: sent, nil)
        case let status?: try expectRefusal(status, of: operation, among: outcomes, answer)
        }
    }

    /// Names the file of a wish by its label; clients know managed IDs only.
    private func known(_ operation: WorldOperation) -> WorldOperation? {
        switch operation {
        case .update(let place, let id, _, let file):
            registry.label(id).map { WorldOperation.update(place, $0, id: id, file) }
        case .remove(let place, let id, _, let rid):
            registry.label(id).map { WorldOperation.remove(place, $0, id: id, rid: rid) }
        default: operation
        }
    }

    private mutating func expectRefusal(
        _ status: Int,
        of operation: WorldOperation,
        among outcomes: [WorldOutcome],
        _ answer: Answer?
    ) throws {
        let isExpected = outcomes.contains { $0.isRefused(with: status) }
        try #require(isExpected, "seed \(seed): \(operation.summary): \(answer as Any), expected \(outcomes)")
        tally.refused += 1
    }

    /// Takes on the state after an operation; of several that are possible, the one that the home is in.
    private mutating func adopt(
        _ possible: [WorldModel],
        of operation: WorldOperation,
        sent: ContinuousClock.Instant,
        _ answer: Answer?
    ) async throws {
        var after = possible.first
        if possible.count != 1 || answer == nil {
            let observed = try await observe()
            after = possible.first { $0 == observed }
            try #require(
                after != nil,
                "seed \(seed): \(operation.summary): \(answer as Any)\nobserved \(observed)\npossible \(possible)"
            )
        }
        if let id = answer?["Cal-Managed-ID"], let file = operation.file { registry.note(id, of: file.label) }
        follow(operation, to: try #require(after), sent: sent, isLost: answer == nil)
    }

    private mutating func follow(
        _ operation: WorldOperation,
        to after: WorldModel,
        sent: ContinuousClock.Instant,
        isLost: Bool
    ) {
        for place in Set(model.places + after.places) where model[place] != after[place] || place == operation.target {
            versions[place, default: 0] += 1
        }
        for index in clients.indices {
            clients[index].forgetTags { operation.confuses($0) || (isLost && $0 == operation.target) }
        }
        for label in model.labels.subtracting(after.labels) { removals[label] = sent }
        for label in after.labels { removals[label] = nil }
        let plain = after.calendars.values.flatMap(\.values).flatMap(\.files.values).joined().filter { !$0.isManaged }
        gone.formUnion(plain.map(\.label))
        model = after
        if isLost { tally.lost += 1 } else { tally.done += 1 }
    }

    // MARK: Predicting

    /// Returns all that an operation may have done that was answered, or given up, at an instant.
    private func outcomes(
        of operation: WorldOperation,
        seen: WorldClient.Copy?,
        at instant: ContinuousClock.Instant
    ) -> [WorldOutcome] {
        let isCurrent = seen.map { seen in
            operation.target.map { model[$0] != nil && versions[$0, default: 0] == seen.version } ?? true
        }
        return possiblyGone(operation, at: instant).map { gone in
            WorldPrediction(model: model, label: registry.label, gone: self.gone.union(gone))
                .outcome(of: operation, isCurrent: isCurrent ?? true)
        }
    }

    /// Every set of files that may have been given up just now: the grace is over, and nobody has told.
    private func possiblyGone(_ operation: WorldOperation, at instant: ContinuousClock.Instant) -> [Set<String>] {
        guard case .put(_, let document) = operation else { return [[]] }
        let labels = Set(document.parts.flatMap(\.attachments).compactMap { registry.label($0.uri) })
        let doubtful = labels.subtracting(model.labels).subtracting(gone).filter { label in
            removals[label].map { $0.duration(to: instant) >= Self.grace } ?? false
        }
        return doubtful.reduce(into: [Set<String>()]) { sets, label in sets += sets.map { $0.union([label]) } }
    }
}

extension WorldOperation {
    /// The file that is sent.
    var file: WorldFile? {
        switch self {
        case .add(_, _, let file), .update(_, _, _, let file): file
        default: nil
        }
    }

    /// The operation for the messages of expectations, without bytes.
    var summary: String {
        switch self {
        case .add(let place, let rid, let file): "add \(file.label) to \(place.path) \(rid ?? [])"
        case .update(let place, let label, _, let file): "update \(label) of \(place.path) to \(file.label)"
        case .remove(let place, let label, _, let rid): "remove \(label) from \(place.path) \(rid ?? [])"
        case .put(let place, let document): "PUT \(place.path) \(String(decoding: document.octets, as: UTF8.self))"
        default: "\(self)"
        }
    }
}
