import CalendarStore
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
                return recorder.scans
            }
            #expect(scans.count == 1, "\(scans)")
            #expect(scans.first?.hasSuffix("FROM principal ORDER BY uid") == true)
        }
    }

    private static func usePrincipals(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let uid = try #require(UserID(parsing: "bob"))
        let bob = try fixture.store.createUser(.sample(uid), now: .sample(), in: txn)
        _ = try fixture.store.principal(uid, in: txn)
        _ = try fixture.store.principal(ofHome: bob.home, in: txn)
        _ = try fixture.store.principal(withAddress: "mailto:bob@example.com", in: txn)
        _ = try fixture.store.principals(in: txn)
        try fixture.store.setPasswordHash("x", of: uid, in: txn)
        _ = try fixture.store.passwordHash(of: uid, in: txn)
        try fixture.store.removeUser(uid, in: txn)
    }

    private static func useCalendars(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let new = NewCalendar(name: "new", components: [], properties: CalendarProperties(displayName: "New"))
        let calendar = try fixture.store.createCalendar(new, in: fixture.alice.home, now: .sample(), in: txn)
        _ = try fixture.store.calendar(calendar.id, in: txn)
        _ = try fixture.store.calendar(named: "new", of: fixture.alice.home, in: txn)
        _ = try fixture.store.usage(of: fixture.alice.home, in: txn)
        try fixture.store.setProperties(calendar.properties, of: calendar.id, in: txn)
        try fixture.store.deleteCalendar(calendar.id, in: txn)
    }

    private static func useObjects(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        let calendar = fixture.calendar
        let object = try fixture.store.put(.sample("a", uid: "a"), in: calendar, now: .sample(), in: txn).object
        _ = try fixture.store.object(object.id, in: txn)
        _ = try fixture.store.object(named: "a", in: calendar, in: txn)
        _ = try fixture.store.objects(named: ["a", "b"], in: calendar, in: txn)
        _ = try fixture.store.summary(object.id, in: txn)
        _ = try fixture.store.summaries(in: calendar, in: txn)
        _ = try fixture.store.summaries(withUID: "a", inHome: fixture.alice.home, in: txn)
        _ = try fixture.store.changes(in: calendar, after: 0, limit: 1, in: txn)
        let place = ObjectPlace(calendar: fixture.tasks, name: "b")
        let source = ObjectPlace(calendar: calendar, name: "a")
        try fixture.store.moveObject(from: source, to: place, now: .sample(), in: txn)
        try fixture.store.deleteObject(named: "b", in: fixture.tasks, in: txn)
    }
}
