import RandomTesting

/// The choices of the clients of a home, which are the same for the same seed as long as the answers are.
struct WorldChoices: Sendable {
    /// The calendars, of which the first is always there.
    static let calendars = ["calendar", "work", "spare"]

    /// The generator.
    var random: SeededGenerator

    private let user: String
    private let isScanned: Bool
    private var serial = 0

    /// Makes choices.
    ///
    /// - Parameters:
    ///   - user: Whose home it is.
    ///   - isScanned: Whether files are scanned, so that some have what the scanner knows.
    ///   - seed: The seed.
    init(user: String, isScanned: Bool, seed: UInt64) {
        self.user = user
        self.isScanned = isScanned
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

    /// A file that nobody has sent before, though its bytes may be those of another one; a few are so long that a front
    /// sends them to the node in upload sessions.
    mutating func file() -> WorldFile {
        file(of: isLikely(6) ? [WorldSettings.sessionMinimum + 300_000] : [1, 600, 5_000, 70_000, 70_000])
    }

    /// A file to stand in calendar data, of which the smallest stay there.
    mutating func inlineFile() -> WorldFile {
        file(of: [300, 1_500, 5_000, 20_000])
    }

    private mutating func file(of sizes: [Int]) -> WorldFile {
        let label = next("f") + ".bin"
        let seed = isLikely(25) ? 7 : random.next()
        let bytes = SampleFile.noise(seed, count: sizes.randomElement(using: &random) ?? 1)
        let isInfected = isScanned && isLikely(8)
        return WorldFile(label: label, bytes: bytes + (isInfected ? Array(LocalClamd.marker.utf8) : []))
    }

    /// How to do something; the ways without conditions are for what has none.
    mutating func way(of operation: WorldOperation, isConditional: Bool) -> WorldWay {
        switch operation {
        case .add, .update, .remove(_, _, _, nil): break
        case .restore: return .page
        case .withdraw, .purge: return .tool
        default: return .streaming
        }
        if !isConditional && isLikely(25) { return .page }
        guard let count = operation.file?.bytes.count else { return .streaming }
        return isLikely(shareOfWaiting(with: count)) ? .expecting(pause: pause()) : .streaming
    }

    /// How many in a hundred files of a length are sent by clients that wait, and hence to the node where they are long.
    private func shareOfWaiting(with count: Int) -> Int {
        if count >= WorldSettings.sessionMinimum { return 30 }
        return count >= WorldSettings.redirectMinimum ? 85 : 10
    }

    private mutating func pause() -> Duration {
        isLikely(50) ? .zero : .milliseconds(Int.random(in: 1...150, using: &random))
    }

    /// A new event, somewhere or at a place.
    mutating func fresh(at place: WorldModel.Place? = nil) -> WorldOperation {
        let first = Int.random(in: 1...5, using: &random)
        let days = first...(first + Int.random(in: 0...6, using: &random))
        return .put(place ?? self.place(), WorldDocument(uid: uid(), summary: title(), days: days))
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

    /// Where to copy or move an object of a place: often to what may be a copy of it, which has its name.
    mutating func destination(besides place: WorldModel.Place) -> WorldModel.Place {
        let others = Self.calendars.filter { $0 != place.calendar }
        guard isLikely(50), let calendar = others.randomElement(using: &random) else {
            return self.place(besides: place)
        }
        return WorldModel.Place(calendar: calendar, name: place.name)
    }

    /// Something done to a whole calendar; the first one stays, and is copied.
    mutating func ofCalendars() -> WorldOperation {
        let others = Self.calendars.dropFirst().shuffled(using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .deleteCalendar(others[0])
        case 1: return .transferCalendar(others[0], to: others[1], transfer())
        case 2:
            let copy = WorldTransfer(isMove: false, overwrites: isLikely(50))
            return .transferCalendar(Self.calendars[0], to: others[0], copy)
        default: return .makeCalendar(others[0])
        }
    }

    /// What the operator does: mostly a withdrawal, mostly of what an event has.
    mutating func ofOperator(linked: Set<String>, all ids: [String: String]) -> WorldClient.Wish {
        let known = linked.intersection(ids.keys)
        let labels = known.isEmpty || isLikely(20) ? Set(ids.keys) : known
        guard isLikely(55), let label = labels.sorted().randomElement(using: &random), let id = ids[label] else {
            return WorldClient.Wish(operation: .purge, way: .tool)
        }
        return WorldClient.Wish(operation: .withdraw(label, id: id), way: .tool)
    }

    private mutating func next(_ prefix: String) -> String {
        serial += 1
        return "\(prefix)\(serial)-\(user)"
    }
}
