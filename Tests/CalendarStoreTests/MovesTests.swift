import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct MovesTests {
    @Test(arguments: DatabaseEngine.all)
    func `a moved object keeps its ID and data`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a.ics", uid: "a", text: "data")).object
            let (moved, data) = try await fixture.database.write { txn in
                let moved = try fixture.store.moveObject(
                    from: ObjectPlace(calendar: fixture.calendar, name: "a.ics"),
                    to: ObjectPlace(calendar: fixture.tasks, name: "b.ics"),
                    now: .sample(3),
                    in: txn
                )
                return (moved, try fixture.store.object(object.id, in: txn)?.data)
            }
            #expect(moved.id == object.id)
            #expect(moved.calendar == fixture.tasks)
            #expect(moved.name == "b.ics")
            #expect(data == object.data)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `both calendars learn of a move, and their totals follow`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.put(.sample("a.ics", uid: "a", text: "12345"))
            let (source, target, changes) = try await fixture.database.write { txn in
                try fixture.store.moveObject(
                    from: ObjectPlace(calendar: fixture.calendar, name: "a.ics"),
                    to: ObjectPlace(calendar: fixture.tasks, name: "a.ics"),
                    now: .sample(),
                    in: txn
                )
                return (
                    try fixture.store.calendar(fixture.calendar, in: txn),
                    try fixture.store.calendar(fixture.tasks, in: txn),
                    try [fixture.calendar, fixture.tasks].flatMap { calendar in
                        try fixture.store.changes(in: calendar, after: 0, limit: 9, in: txn)
                    }
                )
            }
            #expect(source?.dataBytes == 0)
            #expect(source?.objectCount == 0)
            #expect(target?.dataBytes == 5)
            #expect(target?.objectCount == 1)
            #expect(changes.map(\.isRemoval) == [true, false])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a move within a calendar changes the name and the tag only`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a.ics", uid: "a")).object
            let (moved, changes) = try await fixture.database.write { txn in
                let moved = try fixture.store.moveObject(
                    from: ObjectPlace(calendar: fixture.calendar, name: "a.ics"),
                    to: ObjectPlace(calendar: fixture.calendar, name: "b.ics"),
                    now: .sample(),
                    in: txn
                )
                return (moved, try fixture.store.changes(in: fixture.calendar, after: 1, limit: 9, in: txn))
            }
            #expect(moved.etag != object.etag)
            #expect(moved.uid == object.uid)
            #expect(changes.map(\.name) == ["a.ics", "b.ics"])
            #expect(changes.map(\.isRemoval) == [true, false])
            let collection = try await fixture.collection()
            #expect(collection.objectCount == 1)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a destination that is taken, a UID that is taken, and a missing source are refused`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.put(.sample("a.ics", uid: "a"))
            let other = try await fixture.database.write { txn in
                try fixture.store.put(.sample("t.ics", uid: "a"), in: fixture.tasks, now: .sample(), in: txn)
            }.object.summary
            let refusals: [(String, String, CalendarStoreError)] = [
                ("a.ics", "t.ics", .preconditionFailed(current: other)),
                ("a.ics", "b.ics", .uidConflict(existing: other)),
                ("x.ics", "b.ics", .objectNotFound(name: "x.ics", calendar: fixture.calendar)),
            ]
            for (source, destination, refusal) in refusals {
                await #expect(throws: refusal) {
                    try await fixture.database.write { txn in
                        try fixture.store.moveObject(
                            from: ObjectPlace(calendar: fixture.calendar, name: source),
                            to: ObjectPlace(calendar: fixture.tasks, name: destination),
                            now: .sample(),
                            in: txn
                        )
                    }
                }
            }
        }
    }
}
