import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct CopiesTests {
    @Test(arguments: DatabaseEngine.all)
    func `a copy has the same data under an ID of its own`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a.ics", uid: "a", text: "12345")).object
            let before = try await fixture.collection()
            let (copy, tasks, changes) = try await fixture.database.write { txn in
                let summary = try fixture.store.copyObject(
                    from: ObjectPlace(calendar: fixture.calendar, name: "a.ics"),
                    to: ObjectPlace(calendar: fixture.tasks, name: "b.ics"),
                    now: .sample(5),
                    in: txn
                )
                return (
                    try fixture.store.object(summary.id, in: txn),
                    try fixture.store.calendar(fixture.tasks, in: txn),
                    try fixture.store.changes(in: fixture.tasks, after: 0, limit: 9, in: txn)
                )
            }
            #expect(copy?.data == object.data)
            #expect(copy?.uid == "a")
            #expect(copy?.id != object.id)
            #expect(copy?.created == .sample(5))
            #expect(tasks?.dataBytes == 5)
            #expect(tasks?.objectCount == 1)
            #expect(changes.map(\.name) == ["b.ics"])
            let collection = try await fixture.collection()
            #expect(collection == before, "What is copied does not change.")
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4791 §5.3.2.1 a copy within the calendar would use the UID twice`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let existing = try await fixture.put(.sample("a", uid: "a")).object.summary
            await #expect(throws: CalendarStoreError.uidConflict(existing: existing)) {
                try await fixture.database.write { txn in
                    try fixture.store.copyObject(
                        from: ObjectPlace(calendar: fixture.calendar, name: "a"),
                        to: ObjectPlace(calendar: fixture.calendar, name: "b"),
                        now: .sample(),
                        in: txn
                    )
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a destination that is taken and a missing source are refused`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let a = try await fixture.put(.sample("a", uid: "a")).object.summary
            let refusals: [(String, CalendarStoreError)] = [
                ("a", .preconditionFailed(current: a)),
                ("x", .objectNotFound(name: "x", calendar: fixture.calendar)),
            ]
            for (source, refusal) in refusals {
                await #expect(throws: refusal) {
                    try await fixture.database.write { txn in
                        try fixture.store.copyObject(
                            from: ObjectPlace(calendar: fixture.calendar, name: source),
                            to: ObjectPlace(calendar: fixture.calendar, name: "a"),
                            now: .sample(),
                            in: txn
                        )
                    }
                }
            }
        }
    }
}
