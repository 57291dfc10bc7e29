import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct CalendarCopiesTests {
    /// More objects than one statement of a copy inserts.
    private static let count = 230

    private static let property = DeadProperty(name: DeadPropertyName(namespace: "u:", name: "p"), xml: "<p>é</p>")

    /// Hands a calendar of many objects, some with spans and some with properties, to `body`.
    private static func withCalendar(
        _ engine: DatabaseEngine,
        _ body: @escaping @Sendable (CalendarFixture, any SQLTransaction) throws -> Void
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let store = fixture.store
                for number in 0..<count {
                    let spans = (0..<Int64(number % 3)).map { $0 * 100..<$0 * 100 + 10 }
                    let entry = OccurrenceIndexEntry(spans: spans, indexedUntil: number % 2 == 0 ? nil : 500)
                    let object = NewCalendarObject.sample(
                        "\(number)",
                        uid: "uid-\(number)",
                        text: "text \(number)",
                        occurrences: entry
                    )
                    let id = try store.put(object, in: fixture.calendar, now: .sample(number), in: txn).object.id
                    guard number % 10 == 0 else { continue }
                    try store.changeDeadProperties([.set(property)], of: .object(id), in: txn)
                }
                try store.deleteObject(named: "7", in: fixture.calendar, in: txn)
                try store.changeDeadProperties([.set(property)], of: .calendar(fixture.calendar), in: txn)
                try body(fixture, txn)
            }
        }
    }

    private static func copy(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws -> CopiedCalendar {
        try fixture.store.copyCalendar(
            fixture.calendar,
            to: fixture.alice.home,
            named: "copy",
            includingObjects: true,
            now: .sample(5),
            in: txn
        )
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4918 §9.8.3 every object is copied with its data, its spans, and its properties`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withCalendar(engine) { fixture, txn in
            let store = fixture.store
            let copied = try Self.copy(fixture, txn)
            #expect(copied.objects.count == Self.count - 1)
            for (original, copy) in copied.objects {
                let old = try #require(try store.object(original, in: txn))
                let new = try #require(try store.object(copy, in: txn))
                #expect(new.calendar == copied.calendar.id)
                #expect((new.name, new.uid, new.componentType) == (old.name, old.uid, old.componentType))
                #expect((new.data, new.size) == (old.data, old.size))
                #expect(new.created == .sample(5) && new.modified == .sample(5))
                #expect(new.etag.prefix(25) == old.etag.prefix(25))
                let properties = try [original, copy].map { try store.deadProperties(of: .object($0), in: txn) }
                #expect(properties[0] == properties[1])
                let spans = try [original, copy].map { try Self.spans(of: $0, in: txn) }
                #expect(spans[0] == spans[1])
            }
            try #expect(Self.foreignSpans(in: copied.calendar.id, txn) == 0)
        }
    }

    /// Returns what the index of occurrences has of an object, but the calendar.
    private static func spans(of object: ObjectID, in txn: any SQLTransaction) throws -> [[Int64?]] {
        let rows = try txn.query(
            """
            SELECT o.indexed_until, x.starts, x.ends, x.previous, x.class FROM calendar_object o
            LEFT JOIN calendar_occurrence x ON x.number = o.number WHERE o.id = ? ORDER BY x.starts
            """,
            [.text(object.text)]
        )
        return try rows.map { row in
            try ["indexed_until", "starts", "ends", "previous", "class"].map { try row.optionalInteger($0) }
        }
    }

    /// Counts the spans that are said to be of another calendar than their object.
    private static func foreignSpans(in calendar: CalendarID, _ txn: any SQLTransaction) throws -> Int64? {
        try txn.first(
            """
            SELECT COUNT(*) AS found FROM calendar_object o JOIN calendar_occurrence x ON x.number = o.number
            WHERE o.calendar = ? AND x.calendar <> o.calendar
            """,
            [.text(calendar.text)]
        )?.integer("found")
    }

    @Test(arguments: DatabaseEngine.all)
    func `the totals of a copy are those of its rows, and count twice in the home`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withCalendar(engine) { fixture, txn in
            let (store, home) = (fixture.store, fixture.alice.home)
            let others = try store.usage(of: home, in: txn)
            let copy = try Self.copy(fixture, txn).calendar
            let original = try #require(try store.calendar(fixture.calendar, in: txn))
            #expect(copy.objectCount == original.objectCount && copy.dataBytes == original.dataBytes)
            #expect(copy.propertyBytes == original.propertyBytes && copy.propertyBytes > 0)
            try #expect(store.usage(of: home, in: txn) == others + copy.dataBytes + copy.propertyBytes)
            let again = try store.copyCalendar(
                copy.id,
                to: home,
                named: "flat",
                includingObjects: false,
                now: .sample(),
                in: txn
            ).calendar
            let texts = original.properties.octets
            #expect(again.dataBytes == 0 && again.propertyBytes == UInt64(Self.property.size + texts))
            #expect(again.deadPropertyBytes == UInt64(Self.property.size))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 every copy is told once in each history, and later changes follow them`(
        engine: DatabaseEngine
    ) async throws {
        try await Self.withCalendar(engine) { fixture, txn in
            let (store, home) = (fixture.store, fixture.alice.home)
            let known = try #require(try store.syncToken(of: home, in: txn))
            let copy = try Self.copy(fixture, txn).calendar
            let page = try store.synchronise(home, level: .infinite, since: known, limit: 999, in: txn)
            #expect(page.changes.allSatisfy { $0.collection == "copy" && !$0.isRemoval })
            #expect(page.changes.first?.member == nil)
            #expect(Set(page.changes.compactMap(\.member)).count == Self.count - 1)
            #expect(page.changes.count == Self.count && Set(page.changes.map(\.place)).count == Self.count)
            #expect(Set(page.changes.map(\.revision)) == [copy.revision])
            let members = try store.synchronise(copy.id, since: nil, limit: 999, in: txn)
            #expect(members.changes.map(\.revision) == page.changes.dropFirst().map(\.place))
            try store.put(.sample("new", uid: "new"), in: copy.id, now: .sample(), in: txn)
            let more = try store.synchronise(home, level: .infinite, since: page.token, limit: 9, in: txn)
            #expect(more.changes.map(\.member) == ["new"])
            let own = try store.synchronise(copy.id, since: members.token, limit: 9, in: txn)
            #expect(own.changes.map(\.name) == ["new"])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the extent of a calendar is counted as far as it is asked for`(engine: DatabaseEngine) async throws {
        try await Self.withCalendar(engine) { fixture, txn in
            let store = fixture.store
            let calendar = try #require(try store.calendar(fixture.calendar, in: txn))
            let (spans, properties) = (76 + 2 * 76, 23)
            let whole = try store.extent(of: calendar, countingTo: 9_999, in: txn)
            #expect(whole.details == spans + properties)
            #expect(whole.objects == 229 && whole.bytes == calendar.dataBytes + calendar.propertyBytes)
            try #expect(store.extent(of: calendar, countingTo: 50, in: txn).details == 50 + properties)
        }
    }
}

extension DeadProperty {
    /// The octets of the names and of the XML.
    fileprivate var size: Int { name.namespace.utf8.count + name.name.utf8.count + xml.utf8.count }
}
