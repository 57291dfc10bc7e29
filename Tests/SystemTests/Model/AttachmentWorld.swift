import NIOHTTP1
import RandomTesting
import Testing

/// A home with several clients, its server, and what the home has to look like.
///
/// Some requests are sent one after the other, some at the same moment, each from a client that may know old things only.
/// Whatever the answers are, some order of the requests has to explain them. An answer that is lost, or that two orders
/// explain, leaves several states possible; a look at the home shows which one it is, and it has to be one of them.
struct AttachmentWorld: Sendable {
    /// How many requests have to be done before a run shows anything, and the most that are waited for.
    private static let enough = 30...90

    /// What sends the requests.
    let client: CalendarClient

    /// The seed, which failures print.
    let seed: UInt64

    /// What is known of the home.
    private(set) var state: WorldState

    /// The files.
    var registry = WorldRegistry()

    /// What happened.
    private(set) var tally = WorldTally()

    private let clock = ContinuousClock()
    private let tool: WorldTool?
    private var clients: [WorldClient]
    private var choices: WorldChoices

    /// What the home has to look like.
    var model: WorldModel { state.model }

    /// Whose home it is.
    var user: String { client.credentials?.user ?? "" }

    /// The files that were taken away from everybody.
    var withdrawn: Set<String> { state.withdrawn }

    /// Makes a world of a home that has one calendar, and nothing in it.
    ///
    /// - Parameters:
    ///   - client: What sends the requests of all clients.
    ///   - clients: How many there are.
    ///   - tool: What the operator uses, if there is one.
    ///   - settings: The settings of the services.
    ///   - seed: The seed.
    init(_ client: CalendarClient, clients: Int, tool: WorldTool? = nil, settings: WorldSettings, seed: UInt64) {
        self.client = client
        self.tool = tool
        registry.withdrawsInfected = settings.scansAfter
        self.seed = seed
        state = WorldState(WorldModel(calendars: [WorldChoices.calendars[0]: [:]]), grace: settings.grace)
        self.clients = Array(repeating: WorldClient(), count: clients)
        choices = WorldChoices(user: client.credentials?.user ?? "", isScanned: settings.scanner != nil, seed: seed)
    }

    /// Lets the clients work until an instant, and longer where a busy machine got little done by then.
    mutating func run(until end: ContinuousClock.Instant) async throws {
        while clock.now < end || tally.done < Self.enough.lowerBound
            || (!tally.isFull && tally.done < Self.enough.upperBound)
        {
            if choices.isLikely(30) { try await meet() } else { try await work() }
        }
    }

    /// Has one client do something.
    private mutating func work() async throws {
        let index = clients.indices.randomElement(using: &choices.random) ?? 0
        if choices.isLikely(60) { try await see(clients[index].placeToSee(&choices), as: index) }
        for wish in clients[index].wishes(&choices) {
            try await perform([wish])
            // What was acknowledged can be seen at once.
            if choices.isLikely(50), let place = wish.operation.destination { try await see(place, as: index) }
        }
        if let wish = operatorsWish(in: 6) { try await perform([wish]) }
    }

    /// Has the operator take something away now and then, and end the grace of what was removed.
    private mutating func operatorsWish(in share: Int) -> WorldClient.Wish? {
        guard tool != nil, choices.isLikely(share) else { return nil }
        return choices.ofOperator(linked: model.labels, all: registry.ids)
    }

    /// Has two or three clients do something at the same moment, mostly to one event that most of them have just seen.
    private mutating func meet() async throws {
        let crowd = clients.indices.shuffled(using: &choices.random).prefix(
            Int.random(in: 2...3, using: &choices.random)
        )
        let place = clients[crowd[0]].placeToSee(&choices)
        var wishes: [WorldClient.Wish] = []
        for index in crowd {
            if choices.isLikely(75) { try await see(place, as: index) }
            wishes += clients[index].wishes(at: choices.isLikely(85) ? place : nil, &choices).prefix(1)
        }
        wishes += operatorsWish(in: 10).map { [$0] } ?? []
        try await perform(wishes)
    }

    /// Has a client look at a place, and checks what it sees.
    private mutating func see(_ place: WorldModel.Place, as index: Int) async throws {
        guard let answer = try? await client.send(.GET, client.home + place.path), answer.status != 503 else { return }
        let seen = try read(answer, at: place)
        #expect(seen?.object == model.visible[place], "seed \(seed): \(client.home)\(place.path)")
        let copy = seen.map { WorldClient.Copy(tag: $0.tag, version: state.version(at: place), document: $0.document) }
        clients[index].see(copy, at: place)
    }

    /// Notes that a file was taken away from everybody.
    mutating func noteWithdrawal(of label: String) { state.withdraw(label) }

    // MARK: Doing

    /// Sends requests at the same moment, and takes on what they made of the home.
    mutating func perform(_ wishes: [WorldClient.Wish]) async throws {
        let named = wishes.compactMap { known($0) }
        guard !named.isEmpty else { return }
        for file in named.map(\.operation).flatMap({ $0.inlineFiles + ($0.file.map { [$0] } ?? []) }) {
            registry.note(file)
        }
        let sent = clock.now
        let deeds = await send(named)
        let answered = clock.now
        let possible = WorldExplanation(
            deeds: deeds,
            state: state,
            registry: registry,
            sent: sent,
            answered: answered
        ).models()
        let story = deeds.map(\.summary).joined(separator: "\n")
        try #require(!possible.isEmpty, "seed \(seed): nothing explains\n\(story)\nafter \(model)")
        let after = try await settle(deeds, among: possible, story)
        follow(deeds, to: after, sent: sent, answered: answered)
    }

    /// Names the file of a wish by its label; clients know managed IDs only.
    private func known(_ wish: WorldClient.Wish) -> WorldClient.Wish? {
        let operation: WorldOperation? =
            switch wish.operation {
            case .update(let place, let id, _, let file):
                registry.label(id).map { WorldOperation.update(place, $0, id: id, file) }
            case .remove(let place, let id, _, let rid):
                registry.label(id).map { WorldOperation.remove(place, $0, id: id, rid: rid) }
            case .restore(let place, let id, _):
                registry.label(id).map { WorldOperation.restore(place, $0, id: id) }
            default: wish.operation
            }
        return operation.map {
            WorldClient.Wish(operation: $0, seen: wish.seen, way: wish.way, isHalf: wish.isHalf)
        }
    }

    private func send(_ wishes: [WorldClient.Wish]) async -> [WorldDeed] {
        await withTaskGroup(of: WorldDeed.self) { [client, tool] group in
            for wish in wishes {
                group.addTask {
                    let request = WorldRequest(client: client, wish: wish, tool: tool)
                    return WorldDeed(wish: wish, reply: await request.send())
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Returns the state that the home is in; it is looked at unless one client had one answer with one meaning.
    private mutating func settle(
        _ deeds: [WorldDeed],
        among possible: [WorldModel],
        _ story: String
    ) async throws -> WorldModel {
        let isPlain = deeds.allSatisfy { $0.verdict != .unknown } && deeds.count == 1 && possible.count == 1
        guard !isPlain else { return possible[0] }
        if deeds.contains(where: { $0.verdict == .unknown && $0.reply.isRedirected }) {
            // A node that died may have told the front just before, and nothing says when the front has done with that.
            try await clock.sleep(for: .milliseconds(500))
        }
        let observed = try await observe()
        return try #require(
            WorldModel.merging(possible.filter { $0.visible == observed }),
            "seed \(seed):\n\(story)\nafter \(model)\nobserved \(observed)\npossible \(possible)"
        )
    }

    private mutating func follow(
        _ deeds: [WorldDeed],
        to after: WorldModel,
        sent: ContinuousClock.Instant,
        answered: ContinuousClock.Instant
    ) {
        let written = deeds.filter { if case .refused = $0.verdict { false } else { true } }
        for deed in written {
            let operation = deed.wish.operation
            let isLost = deed.verdict == .unknown
            if let id = deed.reply.answer?["Cal-Managed-ID"], let file = operation.file {
                registry.note(id, of: file.label)
            }
            for index in clients.indices {
                clients[index].forgetTags { operation.confuses($0) || (isLost && $0 == operation.target) }
            }
        }
        let wasManaged = model.labels
        for operation in written.map(\.wish.operation) {
            if let label = operation.withdrawn { state.withdraw(label) }
            if case .purge = operation { state.purge(at: answered) }
        }
        state.become(
            after,
            touching: written.compactMap(\.wish.operation.target),
            doomed: registry.doomed,
            sent: sent
        )
        let arrived = model.labels.subtracting(wasManaged)
        tally.takenIn += written.flatMap(\.wish.operation.inlineFiles).count { arrived.contains($0.label) }
        tally.undone += written.flatMap { $0.wish.operation.claimed(registry) }.count { arrived.contains($0) }
        if deeds.count > 1 { tally.crowds += 1 }
        for deed in deeds { tally.count(deed) }
    }
}
