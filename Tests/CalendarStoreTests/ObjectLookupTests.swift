import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct ObjectLookupTests {
    @Test(arguments: DatabaseEngine.all)
    func `an object is found by name and by ID, with and without its data`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a.ics", uid: "a")).object
            let (objects, summaries) = try await fixture.database.read { txn in
                (
                    [try fixture.store.object(object.id, in: txn)],
                    [
                        try fixture.store.summary(object.id, in: txn),
                        try fixture.store.summary(named: "a.ics", in: fixture.calendar, in: txn),
                    ]
                )
            }
            #expect(objects == [object])
            #expect(summaries == [object.summary, object.summary])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `objects that are not there are nil`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.put(.sample("a.ics", uid: "a"))
            let found = try await fixture.database.read { txn in
                [
                    try fixture.store.object(named: "A.ics", in: fixture.calendar, in: txn)?.name,
                    try fixture.store.object(named: "a.ics", in: fixture.tasks, in: txn)?.name,
                    try fixture.store.summary(.random(), in: txn)?.name,
                ]
            }
            #expect(found == [nil, nil, nil])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a listing is complete and in the order of the names`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            for name in ["c", "a", "b"] { try await fixture.put(.sample("\(name).ics", uid: name)) }
            let names = try await fixture.database.read { txn in
                try fixture.store.summaries(in: fixture.calendar, in: txn).map(\.name)
            }
            #expect(names == ["a.ics", "b.ics", "c.ics"])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 4791 §7.9 a multiget returns those that exist, of any number of names`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let names = (0..<130).map { "\($0).ics" }
            try await fixture.database.write { txn in
                for name in names {
                    try fixture.store.put(.sample(name, uid: name), in: fixture.calendar, now: .sample(), in: txn)
                }
            }
            for count in [0, 1, 2, 11, 130] {
                let asked = Array(names.prefix(count)) + ["missing.ics"]
                let (found, summaries) = try await fixture.database.read { txn in
                    let summaries = try fixture.store.summaries(named: asked, in: fixture.calendar, in: txn)
                    return (try fixture.store.objects(summaries, in: txn), summaries)
                }
                #expect(found.map(\.name).sorted() == names.prefix(count).sorted())
                #expect(summaries == found.map(\.summary))
                #expect(found.allSatisfy { $0.data.count == $0.size })
            }
        }
    }
}
