import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import RandomTesting
import SQLDatabase
import Testing

/// A random sequence of changes in two homes, beside which several readers synchronise.
struct SyncGame {
    private let store: CalendarStore
    private let homes: [HomeID]
    private let forgets: Bool
    private var random: SeededGenerator
    private var day = 0
    private var calendars: [CalendarID]
    private var calendarReaders: [(CalendarID, SyncReader<CalendarChange, SyncToken>)]
    private var homeReaders: [(HomeID, SyncReader<HomeChange, HomeSyncToken>)]

    /// Creates a game.
    ///
    /// - Parameters:
    ///   - fixture: The store, and the first home with the two calendars to begin with.
    ///   - other: The other home.
    ///   - forgets: Whether something happens that makes tokens invalid: pruning, and changes of calendars.
    ///   - seed: The seed.
    init(fixture: CalendarFixture, other: HomeID, forgets: Bool, seed: UInt64) {
        store = fixture.store
        homes = [fixture.alice.home, other]
        self.forgets = forgets
        random = SeededGenerator(seed: seed)
        calendars = [fixture.calendar, fixture.tasks]
        calendarReaders = [fixture.calendar, fixture.calendar, fixture.tasks].map { ($0, SyncReader()) }
        homeReaders = [fixture.alice.home, fixture.alice.home, other].map { ($0, SyncReader()) }
    }

    /// The number of tokens that readers got refused.
    var refusals: Int {
        calendarReaders.reduce(0) { $0 + $1.1.refusals } + homeReaders.reduce(0) { $0 + $1.1.refusals }
    }

    /// Makes one change or lets one reader read; a change that the store refuses is a part of the game.
    mutating func play(_ message: String, in txn: any SQLTransaction) throws {
        switch Int.random(in: 0..<(forgets ? 28 : 24), using: &random) {
        case 0..<8: try refused { try $0.changeObject(in: txn) }
        case 8..<16: try readCalendar(message, txn)
        case 16..<24: try readHome(message, txn)
        case 24..<27: try refused { try $0.changeCalendar(in: txn) }
        default: try forget(in: txn)
        }
    }

    private mutating func refused(_ change: (inout SyncGame) throws -> Void) throws {
        do { try change(&self) } catch is CalendarStoreError {}
    }

    private mutating func pick<Element>(_ elements: [Element]) throws -> Element {
        try #require(elements.randomElement(using: &random))
    }

    private mutating func place() throws -> ObjectPlace {
        ObjectPlace(calendar: try pick(calendars), name: "\(Int.random(in: 0..<5, using: &random))")
    }

    private mutating func changeObject(in txn: any SQLTransaction) throws {
        let (place, other) = (try place(), try place())
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: try store.deleteObject(named: place.name, in: place.calendar, in: txn)
        case 2: try store.moveObject(from: place, to: other, now: .sample(), in: txn)
        case 3: try store.copyObject(from: place, to: other, now: .sample(), in: txn)
        default:
            let text = String(UInt64.random(in: 0..<3, using: &random))
            let object = NewCalendarObject.sample(place.name, uid: "\(place)", text: text)
            try store.put(object, in: place.calendar, now: .sample(), in: txn)
        }
    }

    private mutating func changeCalendar(in txn: any SQLTransaction) throws {
        let (home, calendar) = (try pick(homes), try pick(calendars))
        let name = try pick(["x", "y", "z"])
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            let new = NewCalendar(name: name, components: [], properties: CalendarProperties(displayName: name))
            calendars.append(try store.createCalendar(new, in: home, now: .sample(), in: txn).id)
        case 1 where calendars.count > 1:
            try store.removeCalendar(calendar, now: .sample(), in: txn)
            calendars.removeAll { $0 == calendar }
        case 2:
            try store.moveCalendar(calendar, to: home, named: name, in: txn)
        case 3:
            let copy = try store.copyCalendar(
                calendar,
                to: home,
                named: name,
                includingObjects: true,
                changesPerStep: Int.random(in: 1..<4, using: &random),
                now: .sample(),
                in: txn
            )
            calendars.append(copy.calendar.id)
        default:
            try store.setProperties(CalendarProperties(displayName: name), of: calendar, in: txn)
        }
    }

    private mutating func forget(in txn: any SQLTransaction) throws {
        guard Int.random(in: 0..<20, using: &random) > 0 else { return try store.beginNewHistories(in: txn) }
        day += Int.random(in: 0..<30, using: &random)
        let now = Date.sample(day * 86_400)
        _ = try store.pruneHistories(
            visitedBefore: now - 10 * 86_400,
            now: now,
            limit: 9,
            forgetting: Int.random(in: 1..<9, using: &random),
            in: txn
        )
    }

    private mutating func readCalendar(_ message: String, _ txn: any SQLTransaction) throws {
        let index = Int.random(in: 0..<calendarReaders.count, using: &random)
        let source = SyncReader<CalendarChange, SyncToken>.Source(calendarReaders[index].0, of: store, in: txn)
        try calendarReaders[index].1.read(source, limit: Int.random(in: 1..<8, using: &random), message)
    }

    private mutating func readHome(_ message: String, _ txn: any SQLTransaction) throws {
        let index = Int.random(in: 0..<homeReaders.count, using: &random)
        let source = SyncReader<HomeChange, HomeSyncToken>.Source(homeReaders[index].0, of: store, in: txn)
        try homeReaders[index].1.read(source, limit: Int.random(in: 1..<12, using: &random), message)
    }
}
