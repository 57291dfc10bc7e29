import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct QueryPlanTests {
    @Test func `every statement but the list of all principals finds its rows by a key`() async throws {
        try await CalendarFixture.with(.sqlite) { fixture in
            let scans = try await fixture.database.write { txn in
                let recorder = PlanRecorder(txn)
                try Self.usePrincipals(fixture, recorder)
                try Self.useCalendars(fixture, recorder)
                try Self.useObjects(fixture, recorder)
                try Self.useHistories(fixture, recorder)
                try Self.useProperties(fixture, recorder)
                try Self.useCredentials(fixture, recorder)
                // The rows of VALUES, and those that a part of a statement has counted or numbered, are in no table.
                let parts = ["SCAN v:", "SCAN r:", "SCAN member:", "SCAN (subquery-", "SCAN 2 CONSTANT ROWS:"]
                return recorder.scans.filter { scan in !parts.contains { scan.hasPrefix($0) } }
            }
            #expect(scans.count == 1, "\(scans)")
            #expect(scans.first?.hasSuffix("ORDER BY p.uid, a.position") == true)
        }
    }

    @Test func `the objects of a UID are found by it, however many others a calendar has`() async throws {
        try await CalendarFixture.with(.sqlite) { fixture in
            let searches = try await fixture.database.write { txn in
                let recorder = PlanRecorder(txn)
                _ = try fixture.store.summaries(withUID: "a", in: fixture.calendar, in: recorder)
                _ = try fixture.store.summaries(withUID: "a", inHome: fixture.alice.home, in: recorder)
                _ = try fixture.store.put(.sample("b", uid: "a"), in: fixture.calendar, now: .sample(), in: recorder)
                return recorder.searches
            }
            let objects = searches.filter { $0.hasPrefix("SEARCH o ") }
            #expect(
                objects == [
                    "SEARCH o USING INDEX calendar_object_uid (calendar=? AND uid=?)",
                    "SEARCH o USING INDEX sqlite_autoindex_calendar_object_2 (calendar=? AND name=?)",
                ]
            )
        }
    }

    @Test func `candidates come from their indexes, in order, without a scan or a sort`() async throws {
        try await CalendarFixture.with(.sqlite) { fixture in
            let (plans, names) = try await fixture.database.write { txn in
                let recorder = PlanRecorder(txn)
                try fixture.put("a", spans: [0..<10], in: txn)
                try fixture.put("b", type: "VTODO", spans: [0..<10_000_000], until: 5, in: txn)
                var names: [String] = []
                for types in [nil, ["VEVENT", "VTODO"] as Set] {
                    for range in [nil, 5..<100] as [Range<Int64>?] {
                        let query = CandidateQuery(componentTypes: types, range: range)
                        names += try fixture.candidates(for: query, pageSize: 1, in: recorder)
                    }
                }
                return (Plans(recorder), names)
            }
            #expect(names.count == 8)
            #expect(plans.scans == [])
            #expect(plans.sorts == [])
            #expect(plans.searches.contains { $0.contains("autoindex_calendar_object_2 (calendar=? AND name>?") })
            let range = "calendar_occurrence_range (calendar=? AND component_type=? AND class=? AND"
            for index in [
                range, "calendar_occurrence_range (calendar=? AND component_type=? AND class>?)",
                "calendar_occurrence_range (calendar=? AND component_type>?)",
                "calendar_object_incomplete (calendar=? AND",
                "calendar_object_type (calendar=? AND component_type=?",
            ] {
                #expect(plans.searches.contains { $0.contains(index) }, "\(index) in \(plans.searches)")
            }
            let walked = plans.searches.first { $0.contains(range) }
            #expect(walked?.contains("COVERING") == true)
            #expect(walked?.contains("(starts,number)>(?,?) AND starts<?") == true, "\(walked ?? "")")
            // A search beyond a pair begins at the entries that are equal to it: there may be one of them, no more.
            let pairs = plans.searches.filter { search in
                search.contains(",") && !["(starts,number)>", "(indexed_until,id)>"].contains { search.contains($0) }
            }
            #expect(pairs == [])
        }
    }

    /// What a recorder has seen, to be looked at after the transaction.
    private struct Plans: Sendable {
        let scans: [String]
        let sorts: [String]
        let searches: [String]

        init(_ recorder: PlanRecorder) {
            (scans, sorts, searches) = (recorder.scans, recorder.sorts, recorder.searches)
        }
    }

    private static func useHistories(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let (store, home) = (fixture.store, fixture.alice.home)
        let token = try store.synchronise(fixture.calendar, since: nil, limit: 9, in: txn).token
        _ = try store.syncToken(of: home, in: txn)
        _ = try store.synchronise(home, level: .infinite, since: nil, limit: 9, in: txn)
        try store.put(.sample("h", uid: "h"), in: fixture.calendar, now: .sample(), in: txn)
        _ = try store.synchronise(fixture.calendar, since: token, limit: 9, in: txn)
        try store.deleteObject(named: "h", in: fixture.calendar, in: txn)
        for day in [0, 1] {
            let now = Date.sample(day * 86_400)
            _ = try store.pruneHistories(visitedBefore: now, now: now, limit: 9, forgetting: 9, in: txn)
        }
        let copy = try store.copyCalendar(
            fixture.calendar,
            to: home,
            named: "copy",
            includingObjects: true,
            now: .sample(),
            in: txn
        )
        _ = try store.unfinishedBytes(of: home, now: .sample(), in: txn)
        try store.moveCalendar(copy.calendar.id, to: home, named: "moved", in: txn)
        _ = try store.synchronise(home, level: .infinite, since: nil, limit: 9, in: txn)
        let property = DeadProperty(name: DeadPropertyName(namespace: "", name: "p"), xml: "<p/>")
        let member = try store.put(.sample("m", uid: "m"), in: copy.calendar.id, now: .sample(), in: txn).object.id
        try store.changeDeadProperties([.set(property)], of: .object(member), in: txn)
        let moved = try #require(try store.calendar(copy.calendar.id, in: txn))
        _ = try store.extent(of: moved, countingTo: 9, in: txn)
    }

    private static func useProperties(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let (store, uid) = (fixture.store, fixture.alice.uid)
        let object = try store.put(.sample("p", uid: "p"), in: fixture.tasks, now: .sample(), in: txn).object.id
        let property = DeadProperty(name: DeadPropertyName(namespace: "", name: "p"), xml: "<p/>")
        let owners: [PropertyOwner] = [
            .principal(uid), .home(fixture.alice.home), .calendar(fixture.tasks), .object(object),
        ]
        for owner in owners {
            try store.changeDeadProperties([.set(property), .remove(property.name)], of: owner, in: txn)
        }
        try store.replaceDeadProperties(of: object, byThoseOf: object, in: txn)
        _ = try store.deadProperties(ofObjects: [object], in: txn)
        _ = try store.objectsToIndex(until: 0, limit: 9, in: txn)
        try store.setOccurrences(.always, of: object, ifUnchanged: "", in: txn)
    }

    private static func useCredentials(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let (store, uid) = (fixture.store, fixture.alice.uid)
        let new = NewCredential(kind: .token, label: "l", verifier: "v")
        try store.addCredential(new, to: uid, now: .sample(), in: txn)
        _ = try store.credentials(.token, of: uid, in: txn)
        _ = try store.credential(new.id, in: txn)
        try store.recordUse(of: new.id, now: .sample(), in: txn)
        try store.removeCredential(new.id, in: txn)
    }

    private static func usePrincipals(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let uid = try #require(UserID(parsing: "bob"))
        let bob = try fixture.store.createUser(.sample(uid), now: .sample(), in: txn)
        _ = try fixture.store.principal(uid, in: txn)
        _ = try fixture.store.account(of: uid, in: txn)
        _ = try fixture.store.principal(ofHome: bob.home, in: txn)
        _ = try fixture.store.principal(withAddress: "mailto:bob@example.com", in: txn)
        _ = try fixture.store.principals(in: txn)
        try fixture.store.setPasswordHash("x", of: uid, in: txn)
        _ = try fixture.store.passwordHash(of: uid, in: txn)
        try fixture.store.removeUser(uid, now: .sample(), in: txn)
        _ = try fixture.store.removedHomes(in: txn)
        _ = try fixture.store.removedCalendar(of: bob.home, in: txn)
        _ = try fixture.store.clearHome(bob.home, limit: 9, in: txn)
    }

    private static func useCalendars(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let new = NewCalendar(name: "new", components: [], properties: CalendarProperties(displayName: "New"))
        let calendar = try fixture.store.createCalendar(new, in: fixture.alice.home, now: .sample(), in: txn)
        _ = try fixture.store.calendar(calendar.id, in: txn)
        _ = try fixture.store.calendar(named: "new", of: fixture.alice.home, in: txn)
        _ = try fixture.store.usage(of: fixture.alice.home, in: txn)
        try fixture.store.setProperties(calendar.properties, of: calendar.id, in: txn)
        try useRemovals(of: calendar, fixture, txn)
    }

    private static func useRemovals(
        of calendar: CalendarCollection,
        _ fixture: CalendarFixture,
        _ txn: any SQLTransaction
    ) throws {
        let store = fixture.store
        try store.put(.sample("r", uid: "r"), in: calendar.id, now: .sample(), in: txn)
        let whole = try #require(try store.calendar(calendar.id, in: txn))
        _ = try store.extent(of: whole, countingTo: 9, in: txn)
        try store.removeCalendar(calendar.id, now: .sample(), in: txn)
        _ = try store.removedCalendars(now: .distantFuture, limit: 1, in: txn)
        let removed = try #require(try store.removedCalendar(calendar.id, now: .distantFuture, in: txn))
        try store.clear(try store.removedObjects(of: removed, limit: 9, in: txn), of: removed, in: txn)
        try #expect(store.clearHistory(of: removed, limit: 9, in: txn))
    }

    private static func useObjects(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let calendar = fixture.calendar
        let object = try fixture.store.put(.sample("a", uid: "a"), in: calendar, now: .sample(), in: txn).object
        let collection = try #require(try fixture.store.calendar(calendar, in: txn))
        let site = try fixture.store.site(named: "a", withUID: "a", in: collection, in: txn)
        _ = try fixture.store.put(.sample("a", uid: "a"), at: site, now: .sample(), in: txn) { _, _ in }
        _ = try fixture.store.object(object.id, in: txn)
        _ = try fixture.store.object(named: "a", in: calendar, in: txn)
        _ = try fixture.store.objects(fixture.store.summaries(named: ["a", "b"], in: calendar, in: txn), in: txn)
        _ = try fixture.store.summary(object.id, in: txn)
        _ = try fixture.store.summaries(in: calendar, in: txn)
        _ = try fixture.store.summaries(withUID: "a", inHome: fixture.alice.home, in: txn)
        _ = try fixture.store.changes(in: calendar, after: 0, limit: 1, in: txn)
        let place = ObjectPlace(calendar: fixture.tasks, name: "b")
        let source = ObjectPlace(calendar: calendar, name: "a")
        try fixture.store.moveObject(from: source, to: place, now: .sample(), in: txn)
        try fixture.store.copyObject(from: place, to: source, now: .sample(), in: txn)
        try fixture.store.deleteObject(named: "b", in: fixture.tasks, in: txn)
    }
}
