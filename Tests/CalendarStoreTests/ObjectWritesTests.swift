import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct ObjectWritesTests {
    @Test(arguments: DatabaseEngine.all)
    func `an object comes back octet for octet`(engine: DatabaseEngine) async throws {
        let data = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let new = NewCalendarObject(name: "ä b.ics", uid: "u", componentType: "VEVENT", data: data)
        try await CalendarFixture.with(engine) { fixture in
            let written = try await fixture.put(new, now: .sample(7))
            let read = try await fixture.database.read { txn in
                try fixture.store.object(named: "ä b.ics", in: fixture.calendar, in: txn)
            }
            #expect(written.isNew)
            #expect(read == written.object)
            #expect(read?.data == data)
            #expect(read?.size == data.count)
            #expect(read?.created == .sample(7))
            #expect(read?.modified == .sample(7))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `replacing keeps the ID and the creation, and changes the tag`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let first = try await fixture.put(.sample("a.ics", uid: "a", text: "one"), now: .sample(1))
            let second = try await fixture.put(.sample("a.ics", uid: "a", text: "two"), now: .sample(2))
            #expect(!second.isNew)
            #expect(second.object.id == first.object.id)
            #expect(second.object.created == .sample(1))
            #expect(second.object.modified == .sample(2))
            #expect(second.object.etag != first.object.etag)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 9110 §8.8.3 a strong tag changes at every change, also back to earlier bytes`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            var tags: Set<String> = []
            for text in ["one", "two", "one", "one"] {
                tags.insert(try await fixture.put(.sample("a.ics", uid: "a", text: text)).object.etag)
            }
            #expect(tags.count == 4)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4791 §5.3.2.1 a UID that the calendar has under another name is refused`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let existing = try await fixture.put(.sample("a.ics", uid: "a")).object.summary
            await #expect(throws: CalendarStoreError.uidConflict(existing: existing)) {
                try await fixture.put(.sample("b.ics", uid: "a"))
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4791 §5.3.2.1 a UID is refused under another name also when the names look the same`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let existing = try await fixture.put(.sample("\u{E9}.ics", uid: "a")).object.summary
            await #expect(throws: CalendarStoreError.uidConflict(existing: existing)) {
                try await fixture.put(.sample("e\u{301}.ics", uid: "a"))
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4791 §5.3.2.1 an object is not overwritten by one with another UID`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let existing = try await fixture.put(.sample("a.ics", uid: "a")).object.summary
            await #expect(throws: CalendarStoreError.uidConflict(existing: existing)) {
                try await fixture.put(.sample("a.ics", uid: "b"))
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4791 §5.3.2.1 an object is not overwritten by one whose UID only looks the same`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let existing = try await fixture.put(.sample("a.ics", uid: "\u{E9}")).object.summary
            await #expect(throws: CalendarStoreError.uidConflict(existing: existing)) {
                try await fixture.put(.sample("a.ics", uid: "e\u{301}"))
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the same UID is allowed in another calendar, and twice in an inbox`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.put(.sample("a.ics", uid: "a"))
            let found = try await fixture.database.write { txn in
                try fixture.store.put(.sample("a.ics", uid: "a"), in: fixture.tasks, now: .sample(), in: txn)
                for name in ["1.ics", "2.ics"] {
                    try fixture.store.put(.sample(name, uid: "a"), in: fixture.inbox, now: .sample(), in: txn)
                }
                return [
                    try fixture.store.summaries(withUID: "a", in: fixture.inbox, in: txn).map(\.name),
                    try fixture.store.summaries(withUID: "a", inHome: fixture.alice.home, in: txn).map(\.name),
                ]
            }
            #expect(found == [["1.ics", "2.ics"], ["a.ics", "a.ics"]])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a condition that does not hold is refused with what is there`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            for condition in [WriteCondition.present, .matches(["x"])] {
                await #expect(throws: CalendarStoreError.preconditionFailed(current: nil)) {
                    try await fixture.put(.sample("a.ics", uid: "a"), if: condition)
                }
            }
            let current = try await fixture.put(.sample("a.ics", uid: "a"), if: .absent).object.summary
            for condition in [WriteCondition.absent, .matches([]), .matches(["x"])] {
                await #expect(throws: CalendarStoreError.preconditionFailed(current: current)) {
                    try await fixture.put(.sample("a.ics", uid: "a"), if: condition)
                }
            }
            try await fixture.put(.sample("a.ics", uid: "a"), if: .present)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a tag that matches lets one of two writers through`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let tag = try await fixture.put(.sample("a.ics", uid: "a")).object.etag
            try await fixture.put(.sample("a.ics", uid: "a", text: "first"), if: .matches(["x", tag]))
            await #expect(throws: CalendarStoreError.self) {
                try await fixture.put(.sample("a.ics", uid: "a", text: "second"), if: .matches([tag]))
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `deleting returns what was there and frees its name and UID`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let first = try await fixture.put(.sample("a.ics", uid: "a")).object
            let deleted = try await fixture.database.write { txn in
                try fixture.store.deleteObject(named: "a.ics", in: fixture.calendar, in: txn)
            }
            #expect(deleted == first.summary)
            let again = try await fixture.put(.sample("b.ics", uid: "a"))
            #expect(again.isNew)
            #expect(again.object.id != first.id)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `deleting under a condition, or what is not there, is refused`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let current = try await fixture.put(.sample("a.ics", uid: "a")).object.summary
            await #expect(throws: CalendarStoreError.preconditionFailed(current: current)) {
                try await fixture.database.write { txn in
                    try fixture.store.deleteObject(named: "a.ics", in: fixture.calendar, if: .matches(["x"]), in: txn)
                }
            }
            let missing = CalendarStoreError.objectNotFound(name: "b.ics", calendar: fixture.calendar)
            await #expect(throws: missing) {
                try await fixture.database.write { txn in
                    try fixture.store.deleteObject(named: "b.ics", in: fixture.calendar, in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a calendar that is not there takes nothing`(engine: DatabaseEngine) async throws {
        let missing = CalendarID.random()
        try await CalendarFixture.with(engine) { fixture in
            await #expect(throws: CalendarStoreError.calendarNotFound(missing)) {
                try await fixture.database.write { txn in
                    try fixture.store.put(.sample("a.ics", uid: "a"), in: missing, now: .sample(), in: txn)
                }
            }
        }
    }
}
