import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import RandomTesting
import SQLDatabase
import Testing

struct PropertyBytesTests {
    @Test(arguments: DatabaseEngine.all)
    func `the octets of dead properties are counted, names and every octet of a character included`(
        engine: DatabaseEngine
    ) async throws {
        let property = DeadProperty(name: DeadPropertyName(namespace: "u:", name: "ä"), xml: "<ä xmlns='u:'>€</ä>")
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a", uid: "a", text: "12345")).object.id
            try await fixture.database.write { txn in
                let store = fixture.store
                let size: UInt64 = 2 + 2 + 23
                let texts = try store.textOctets(of: fixture.alice.home, in: txn)
                #expect(texts > 0)
                for (number, owner) in [PropertyOwner.object(object), .calendar(fixture.calendar)].enumerated() {
                    try store.changeDeadProperties([.set(property)], of: owner, in: txn)
                    let calendar = try #require(try store.calendar(fixture.calendar, in: txn))
                    #expect(calendar.propertyBytes == UInt64(number + 1) * size + UInt64(calendar.properties.octets))
                    #expect(calendar.deadPropertyBytes == UInt64(number + 1) * size)
                    #expect(calendar.dataBytes == 5)
                }
                try #expect(store.summary(object, in: txn)?.propertyBytes == Int(size))
                try #expect(store.usage(of: fixture.alice.home, in: txn) == 5 + 2 * size + texts)
                for owner in [PropertyOwner.principal(fixture.alice.uid), .home(fixture.alice.home)] {
                    try store.changeDeadProperties([.set(property)], of: owner, in: txn)
                }
                try #expect(store.usage(of: fixture.alice.home, in: txn) == 5 + 2 * size + texts)
                try store.changeDeadProperties([.remove(property.name)], of: .object(object), in: txn)
                try #expect(store.usage(of: fixture.alice.home, in: txn) == 5 + size + texts)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `after any changes the totals are those of the rows`(engine: DatabaseEngine) async throws {
        let seed = UInt64.random(in: .min ... .max)
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                var changes = RandomChanges(fixture: fixture, seed: seed)
                for step in 0..<300 {
                    try changes.make(in: txn)
                    try Self.audit(txn, "seed \(seed), step \(step)")
                }
            }
        }
    }

    /// Compares what is kept with what is counted anew.
    private static func audit(_ txn: any SQLTransaction, _ message: String) throws {
        func octets(_ table: String) -> String {
            "(LENGTH(CAST(\(table).namespace AS BLOB)) + LENGTH(CAST(\(table).name AS BLOB))"
                + " + LENGTH(CAST(\(table).xml AS BLOB)))"
        }
        let wrong = try txn.query(
            """
            SELECT c.id FROM calendar c WHERE c.object_count <>
                (SELECT COUNT(*) FROM calendar_object o WHERE o.calendar = c.id)
            OR c.data_bytes <> (SELECT COALESCE(SUM(o.size), 0) FROM calendar_object o WHERE o.calendar = c.id)
            OR c.property_bytes <>
                (SELECT COALESCE(SUM(o.property_bytes), 0) FROM calendar_object o WHERE o.calendar = c.id)
                + (SELECT COALESCE(SUM(\(octets("p"))), 0) FROM calendar_property p WHERE p.calendar = c.id)
                + LENGTH(CAST(c.display_name AS BLOB)) + COALESCE(LENGTH(CAST(c.description AS BLOB)), 0)
                + COALESCE(LENGTH(CAST(c.time_zone AS BLOB)), 0) + COALESCE(LENGTH(CAST(c.color AS BLOB)), 0)
                + COALESCE(LENGTH(CAST(c.display_name_language AS BLOB)), 0)
                + COALESCE(LENGTH(CAST(c.description_language AS BLOB)), 0)
            UNION ALL
            SELECT o.id FROM calendar_object o WHERE o.property_bytes <>
                (SELECT COALESCE(SUM(\(octets("p"))), 0) FROM object_property p WHERE p.object = o.id)
            """
        )
        #expect(wrong.isEmpty, "\(message)")
    }
}

/// Random changes of objects, calendars, and their properties.
private struct RandomChanges {
    private let store: CalendarStore
    private let home: HomeID
    private var random: SeededGenerator

    init(fixture: CalendarFixture, seed: UInt64) {
        store = fixture.store
        home = fixture.alice.home
        random = SeededGenerator(seed: seed)
    }

    /// Makes one change; one that the store refuses is none.
    mutating func make(in txn: any SQLTransaction) throws {
        do {
            try change(txn)
        } catch is CalendarStoreError {}
    }

    private mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private mutating func change(_ txn: any SQLTransaction) throws {
        let calendars = try store.calendars(of: home, in: txn).filter { $0.kind == .calendar }.map(\.id)
        let source = ObjectPlace(calendar: calendars[number(below: calendars.count)], name: "\(number(below: 6))")
        let target = ObjectPlace(calendar: calendars[number(below: calendars.count)], name: "\(number(below: 6))")
        switch number(below: 13) {
        case 0: try store.deleteObject(named: source.name, in: source.calendar, in: txn)
        case 1: try store.moveObject(from: source, to: target, now: .sample(), in: txn)
        case 2: try store.copyObject(from: source, to: target, now: .sample(), in: txn)
        case 3: try transferCalendar(source.calendar, count: calendars.count, txn)
        case 4: try replaceProperties(of: source, by: target, txn)
        case 5..<9: try setProperties(of: source, txn)
        case 9: try setTexts(of: source.calendar, txn)
        default:
            let text = String(repeating: "x", count: number(below: 50))
            let object = NewCalendarObject.sample(source.name, uid: "\(source)", text: text)
            try store.put(object, in: source.calendar, now: .sample(), in: txn)
        }
    }

    private mutating func transferCalendar(_ calendar: CalendarID, count: Int, _ txn: any SQLTransaction) throws {
        let name = "c\(number(below: 3))"
        if count > 2, number(below: 2) == 0 {
            try store.removeCalendar(calendar, now: .sample(), in: txn)
        } else {
            let isDeep = number(below: 3) > 0
            _ = try store.copyCalendar(
                calendar,
                to: home,
                named: name,
                includingObjects: isDeep,
                now: .sample(),
                in: txn
            )
        }
    }

    private mutating func setProperties(of place: ObjectPlace, _ txn: any SQLTransaction) throws {
        let object = try store.summary(named: place.name, in: place.calendar, in: txn)
        let owner = object.map { PropertyOwner.object($0.id) } ?? .calendar(place.calendar)
        let name = DeadPropertyName(namespace: "u:", name: "é\(number(below: 3))")
        let xml = String(repeating: "€", count: number(below: 100))
        let change = number(below: 3) == 0 ? DeadPropertyChange.remove(name) : .set(DeadProperty(name: name, xml: xml))
        try store.changeDeadProperties([change], of: owner, in: txn)
    }

    private mutating func setTexts(of calendar: CalendarID, _ txn: any SQLTransaction) throws {
        func text() -> String? { number(below: 3) == 0 ? nil : String(repeating: "é", count: number(below: 40)) }
        var properties = CalendarProperties(displayName: text() ?? "", description: text(), color: text())
        properties.displayNameLanguage = text()
        properties.descriptionLanguage = text()
        properties.timeZone = text()
        try store.setProperties(properties, of: calendar, in: txn)
    }

    private func replaceProperties(
        of place: ObjectPlace,
        by other: ObjectPlace,
        _ txn: any SQLTransaction
    ) throws {
        let objects = try [place, other].map { try store.summary(named: $0.name, in: $0.calendar, in: txn)?.id }
        guard let copy = objects[0], let source = objects[1], copy != source else { return }
        try store.replaceDeadProperties(of: copy, byThoseOf: source, in: txn)
    }
}
