import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct CalendarsTests {
    private let work: NewCalendar = {
        var properties = CalendarProperties(
            displayName: "Work",
            description: "At work",
            color: "#FF0000FF",
            order: 3
        )
        properties.displayNameLanguage = "en"
        properties.descriptionLanguage = "en-GB"
        properties.timeZone = "BEGIN:VCALENDAR"
        properties.isTransparent = true
        return NewCalendar(name: "work", components: ["VEVENT", "VTODO"], properties: properties)
    }()

    @Test(arguments: DatabaseEngine.all)
    func `a collection is found by name and by ID as it was created`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let home = fixture.alice.home
            let work = self.work
            let found = try await fixture.database.write { txn in
                let created = try fixture.store.createCalendar(work, in: home, now: .sample(5), in: txn)
                return [
                    created, try fixture.store.calendar(named: "work", of: home, in: txn),
                    try fixture.store.calendar(created.id, in: txn),
                ]
            }
            let created = try #require(found.first ?? nil)
            #expect(found == [created, created, created])
            #expect(created.properties == work.properties)
            #expect(created.components == work.components)
            #expect(created.revision == 0)
            #expect(created.created == .sample(5))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a name that the home has is refused`(engine: DatabaseEngine) async throws {
        let taken = NewCalendar(name: "tasks", components: [], properties: CalendarProperties(displayName: "T"))
        try await CalendarFixture.with(engine) { fixture in
            let home = fixture.alice.home
            await #expect(throws: CalendarStoreError.calendarExists(name: "tasks", home: home)) {
                try await fixture.database.write { txn in
                    try fixture.store.createCalendar(taken, in: home, now: .sample(), in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `properties change and members do not`(engine: DatabaseEngine) async throws {
        var properties = CalendarProperties(displayName: "Neu", description: nil, color: "#0000FFFF", order: -1)
        properties.displayNameLanguage = "de"
        properties.timeZone = "BEGIN:VCALENDAR"
        let changed = properties
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.put(.sample("a.ics", uid: "a"))
            let before = try await fixture.collection()
            try await fixture.database.write { txn in
                try fixture.store.setProperties(changed, of: fixture.calendar, in: txn)
            }
            let after = try await fixture.collection()
            #expect(after.properties == changed)
            #expect(after.syncToken == before.syncToken)
            #expect(after.ctag == before.ctag)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a home has so many calendars and no more, its inbox and outbox not counted`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let (store, home, limit) = (fixture.store, fixture.alice.home, CalendarStore.maximumCalendars)
            @Sendable func new(_ name: String) -> NewCalendar {
                NewCalendar(name: name, components: [], properties: CalendarProperties(displayName: name))
            }
            try await fixture.database.write { txn in
                for number in 2..<limit {
                    try store.createCalendar(new("\(number)"), in: home, now: .sample(), in: txn)
                }
                #expect(throws: CalendarStoreError.tooManyCalendars(limit: limit)) {
                    try store.createCalendar(new("more"), in: home, now: .sample(), in: txn)
                }
                #expect(throws: CalendarStoreError.tooManyCalendars(limit: limit)) {
                    try store.copyCalendar(
                        fixture.tasks,
                        to: home,
                        named: "more",
                        includingObjects: false,
                        now: .sample(),
                        in: txn
                    )
                }
                try store.removeCalendar(fixture.tasks, now: .sample(), in: txn)
                try store.createCalendar(new("more"), in: home, now: .sample(), in: txn)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `calendars that are not there are refused`(engine: DatabaseEngine) async throws {
        let missing = CalendarID.random()
        try await CalendarFixture.with(engine) { fixture in
            await #expect(throws: CalendarStoreError.calendarNotFound(missing)) {
                try await fixture.database.write { txn in
                    try fixture.store.removeCalendar(missing, now: .sample(), in: txn)
                }
            }
            await #expect(throws: CalendarStoreError.calendarNotFound(missing)) {
                try await fixture.database.write { txn in
                    try fixture.store.setProperties(CalendarProperties(displayName: ""), of: missing, in: txn)
                }
            }
            let found = try await fixture.database.read { txn in try fixture.store.calendar(missing, in: txn) }
            #expect(found == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the usage of a home is the data and the texts of all its calendars`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.put(.sample("a.ics", uid: "a", text: "12345"))
            let usage = try await fixture.database.write { txn in
                try fixture.store.put(
                    .sample("t.ics", uid: "t", text: "123"),
                    in: fixture.tasks,
                    now: .sample(),
                    in: txn
                )
                return try fixture.store.usage(of: fixture.alice.home, in: txn)
            }
            #expect(usage == 8 + UInt64("CalendarTasksInboxOutbox".utf8.count))
        }
    }
}
