import NIOHTTP1
import RandomTesting

/// One of several clients of a home: what it does follows from what it has seen, which may be old.
struct WorldClient: Sendable {
    /// What a client has seen of an object.
    struct Copy: Sendable {
        /// The entity tag; nil once nobody knows what it says.
        var tag: String?
        /// The number of the object's state in the count of the world.
        let version: Int
        /// The text.
        let document: WorldDocument
    }

    /// A request that a client wants to send.
    struct Wish: Sendable {
        /// What to do.
        let operation: WorldOperation
        /// Under the condition that nothing has changed since this was seen; nil for none.
        var seen: Copy?
    }

    /// How many states of an object a client remembers, to go back to.
    private static let memory = 5

    /// The most files of an object before it gets no more.
    private static let enough = 8

    private var copies: [WorldModel.Place: [Copy]] = [:]

    /// The places that the client has seen an object at, in an order that does not change.
    private var places: [WorldModel.Place] { copies.keys.sorted { $0.path < $1.path } }

    // MARK: Seeing

    /// Keeps what a GET has shown, or forgets what is not there.
    mutating func see(_ copy: Copy?, at place: WorldModel.Place) {
        guard let copy else {
            // A client that finds an object gone may want it back.
            forgetTags { $0 == place }
            return
        }
        copies[place, default: []].append(copy)
        copies[place] = copies[place]?.suffix(Self.memory)
    }

    /// Forgets entity tags that may or may not be good.
    mutating func forgetTags(where isDoubtful: (WorldModel.Place) -> Bool) {
        for place in copies.keys where isDoubtful(place) {
            for index in (copies[place] ?? []).indices { copies[place]?[index].tag = nil }
        }
    }

    // MARK: Wishing

    /// Chooses a place to look at.
    func placeToSee(_ choices: inout WorldChoices) -> WorldModel.Place {
        choices.isLikely(70) ? places.randomElement(using: &choices.random) ?? choices.place() : choices.place()
    }

    /// Chooses what to do next: one request, or two that belong together.
    func wishes(_ choices: inout WorldChoices) -> [Wish] {
        guard let place = places.randomElement(using: &choices.random), let seen = copies[place]?.last,
            choices.isLikely(88)
        else { return [Wish(operation: choices.fresh())] }
        switch Int.random(in: 0..<100, using: &choices.random) {
        case 0..<42: return [post(to: place, seen, &choices)]
        case 42..<76: return [put(at: place, seen, &choices)]
        case 76..<82: return split(place, seen, &choices)
        case 82..<87: return [conditional(.delete(place), seen, &choices)]
        case 87..<95: return [Wish(operation: .transfer(place, to: choices.place(besides: place), choices.transfer()))]
        default: return [Wish(operation: choices.ofCalendars())]
        }
    }

    private func conditional(_ operation: WorldOperation, _ seen: Copy, _ choices: inout WorldChoices) -> Wish {
        Wish(operation: operation, seen: seen.tag != nil && choices.isLikely(50) ? seen : nil)
    }

    private func post(to place: WorldModel.Place, _ seen: Copy, _ choices: inout WorldChoices) -> Wish {
        let files = seen.document.parts.flatMap(\.attachments).compactMap(\.managedID)
        let rid = choices.rid(in: seen.document)
        guard let id = files.randomElement(using: &choices.random),
            choices.isLikely(files.count > Self.enough ? 90 : 40)
        else { return conditional(.add(place, rid: rid, choices.file()), seen, &choices) }
        return conditional(
            choices.isLikely(40)
                ? .update(place, id, id: id, choices.file()) : .remove(place, id, id: id, rid: rid),
            seen,
            &choices
        )
    }

    /// Chooses how to edit the text: the last that was seen, or an older one, which undoes what came between.
    private func put(at place: WorldModel.Place, _ seen: Copy, _ choices: inout WorldChoices) -> Wish {
        let history = (copies[place] ?? []).map(\.document)
        let last = seen.document
        let document =
            switch Int.random(in: 0..<5, using: &choices.random) {
            case 0: history.randomElement(using: &choices.random) ?? last
            case 1: last.stripped()
            case 2: dropping(from: last, &choices)
            case 3: borrowing(into: last, &choices)
            default: last
            }
        return conditional(.put(place, document.titled(choices.title())), seen, &choices)
    }

    /// Apple Calendar removes attachments so.
    private func dropping(from document: WorldDocument, _ choices: inout WorldChoices) -> WorldDocument {
        let part = document.parts.randomElement(using: &choices.random)
        let ids = (part?.attachments ?? []).compactMap(\.managedID)
        guard let part, let id = ids.randomElement(using: &choices.random) else { return document }
        return document.dropping(id, from: choices.isLikely(50) ? part.key : nil)
    }

    /// RFC 8607 §3.7: an attachment of another object that this client has seen is added by PUT.
    private func borrowing(into document: WorldDocument, _ choices: inout WorldChoices) -> WorldDocument {
        let other = places.randomElement(using: &choices.random).flatMap { copies[$0]?.last?.document }
        let lines = (other?.parts[0].lines ?? []).filter { $0.hasPrefix("ATTACH") }
        let present = Set(document.parts[0].attachments.map(\.uri))
        guard let line = lines.randomElement(using: &choices.random),
            let uri = CalendarText(Array(line.utf8)).attachments.first?.uri, !present.contains(uri),
            present.count <= Self.enough
        else { return document }
        return document.attaching(line)
    }

    /// A client that changes "this and all that follow" cuts the series in two, in either order.
    private func split(_ place: WorldModel.Place, _ seen: Copy, _ choices: inout WorldChoices) -> [Wish] {
        let days = seen.document.days
        guard days.count > 1 else { return [] }
        let day = Int.random(in: (days.lowerBound + 1)...days.upperBound, using: &choices.random)
        let (earlier, later) = seen.document.split(on: day, as: choices.uid())
        let halves = [
            Wish(operation: .put(place, earlier.titled(choices.title()))),
            Wish(operation: .put(choices.place(besides: place), later.titled(choices.title()))),
        ]
        return choices.isLikely(50) ? halves : halves.reversed()
    }
}

/// The choices of the clients of a home, which are the same for the same seed as long as the answers are.
struct WorldChoices: Sendable {
    /// The calendars, of which the first is always there.
    static let calendars = ["calendar", "work", "spare"]

    /// The generator.
    var random: SeededGenerator

    private let user: String
    private var serial = 0

    /// Makes choices.
    init(user: String, seed: UInt64) {
        self.user = user
        random = SeededGenerator(seed: seed)
    }

    /// Tells whether something of which so many in a hundred happen happens now.
    mutating func isLikely(_ share: Int) -> Bool { Int.random(in: 0..<100, using: &random) < share }

    /// A place of the home.
    mutating func place() -> WorldModel.Place {
        // The first calendar has half of all objects, since the others come and go.
        let calendar = isLikely(50) ? Self.calendars[0] : Self.calendars.randomElement(using: &random) ?? ""
        return WorldModel.Place(calendar: calendar, name: "e\(Int.random(in: 0..<5, using: &random)).ics")
    }

    /// A place of the home that is another one.
    mutating func place(besides other: WorldModel.Place) -> WorldModel.Place {
        while true {
            let place = place()
            if place != other { return place }
        }
    }

    /// A UID that nothing has.
    mutating func uid() -> String { "\(next("u"))@example.com" }

    /// A summary that nothing has.
    mutating func title() -> String { next("edit ") }

    /// A file that nobody has sent before, though its bytes may be those of another one.
    mutating func file() -> WorldFile {
        let label = next("f") + ".bin"
        let seed = isLikely(25) ? 7 : random.next()
        let size = [1, 600, 5_000, 70_000].randomElement(using: &random) ?? 1
        return WorldFile(label: label, bytes: SampleFile.noise(seed, count: size))
    }

    /// A new event somewhere.
    mutating func fresh() -> WorldOperation {
        let first = Int.random(in: 1...5, using: &random)
        let days = first...(first + Int.random(in: 0...6, using: &random))
        return .put(place(), WorldDocument(uid: uid(), summary: title(), days: days))
    }

    /// Instances of an event; nil for all; now and then one that is none.
    mutating func rid(in document: WorldDocument) -> [String]? {
        guard isLikely(45) else { return nil }
        let days = isLikely(8) ? 29...30 : document.days
        let items = [WorldDocument.master] + days.map(WorldDocument.instance)
        return Array(items.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
    }

    /// How to copy or move.
    mutating func transfer() -> WorldTransfer { WorldTransfer(isMove: isLikely(50), overwrites: isLikely(50)) }

    /// Something done to a whole calendar; the first one stays.
    mutating func ofCalendars() -> WorldOperation {
        let others = Self.calendars.dropFirst().shuffled(using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .deleteCalendar(others[0])
        case 1: return .transferCalendar(others[0], to: others[1], transfer())
        default: return .makeCalendar(others[0])
        }
    }

    private mutating func next(_ prefix: String) -> String {
        serial += 1
        return "\(prefix)\(serial)-\(user)"
    }
}
