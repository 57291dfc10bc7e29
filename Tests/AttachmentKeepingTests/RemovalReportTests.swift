import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct RemovalReportTests {
    /// Removes attachments of alice at 0 s and 100 s, and one of bob at 50 s.
    private static func prepare(_ fixture: KeepingFixture, _ txn: any SQLTransaction) throws {
        for (user, seconds) in [(fixture.alice, 0), (fixture.alice, 100), (fixture.bob, 50)] {
            let event = try fixture.put("meeting-\(seconds)", of: user, txn)
            let id = try fixture.add(to: event, of: user, txn)
            try fixture.remove(id, from: event, at: seconds, txn)
            try fixture.add(to: event, of: user, txn)
        }
    }

    @Test func `a report tells for each user what was removed and can be had back`() async throws {
        try await KeepingFixture.with { fixture, txn in
            try Self.prepare(fixture, txn)
            let report = try RemovalReport(of: nil, before: nil, made: .sample(200), in: txn)
            #expect(report.lines.map(\.owner?.text) == ["alice", "bob"])
            #expect(report.count == 3)
            #expect(report.octets == 3000)
            let alice = try #require(report.lines.first?.removed)
            #expect(alice.oldest == .sample(0))
            #expect(alice.due == .sample(3600))
        }
    }

    @Test func `a report can be of one user, and of what was removed before an instant`() async throws {
        try await KeepingFixture.with { fixture, txn in
            try Self.prepare(fixture, txn)
            let bob = try RemovalReport(of: fixture.bob.uid, before: nil, made: .sample(200), in: txn)
            #expect(bob.lines.map(\.owner) == [fixture.bob.uid])
            #expect(try RemovalReport(of: nil, before: .sample(60), made: .sample(200), in: txn).count == 2)
            let nobody = try #require(UserID(parsing: "nobody"))
            #expect(throws: CalendarStoreError.principalNotFound(nobody)) {
                try RemovalReport(of: nobody, before: nil, made: .sample(200), in: txn)
            }
        }
    }

    @Test func `what users left who are gone comes last, without a name`() async throws {
        try await KeepingFixture.with { fixture, txn in
            try Self.prepare(fixture, txn)
            _ = try fixture.calendars.removeUser(fixture.alice.uid, now: .sample(), in: txn)
            let report = try RemovalReport(of: nil, before: nil, made: .sample(200), in: txn)
            #expect(report.lines.map(\.owner?.text) == ["bob", nil])
        }
    }

    @Test func `a purge ends the grace of what the report counted, and of nothing else`() async throws {
        try await DatabaseEngine.sqlite.withDatabase { database in
            let fixture = try await KeepingFixture.on(database)
            try await database.write { txn in try Self.prepare(fixture, txn) }
            let report = try await database.read { txn in
                try RemovalReport(of: nil, before: .sample(60), made: .sample(200), in: txn)
            }
            let purge = RemovalPurge(database)
            let count = try await purge.purge(report, now: .sample(200))
            #expect(count == report.count)
            let left = try await database.write { txn in
                let begun = try fixture.attachments.beginReleases(
                    due: .sample(200),
                    limit: 10,
                    leaseEnd: .sample(9000),
                    in: txn
                )
                #expect(begun.count == 2)
                return try RemovalReport(of: nil, before: nil, made: .sample(200), in: txn)
            }
            #expect(left.count == 1)
            #expect(left.lines.first?.removed.due == .sample(3700))
            let again = try await purge.purge(report, now: .sample(200))
            #expect(again == 0)
        }
    }

    @Test func `what was removed after the report was made keeps its grace, without an instant too`() async throws {
        try await DatabaseEngine.sqlite.withDatabase { database in
            let fixture = try await KeepingFixture.on(database)
            try await database.write { txn in try Self.prepare(fixture, txn) }
            let report = try await database.read { txn in
                try RemovalReport(of: nil, before: nil, made: .sample(60), in: txn)
            }
            #expect(report.count == 2)
            let count = try await RemovalPurge(database).purge(report, now: .sample(200))
            #expect(count == 2)
            let begun = try await database.write { txn in
                try fixture.attachments.beginReleases(
                    due: .sample(200),
                    limit: 10,
                    leaseEnd: .sample(9000),
                    in: txn
                ).count
            }
            #expect(begun == 2)
        }
    }

    @Test func `a purge of many is made in steps, each of them told`() async throws {
        try await DatabaseEngine.sqlite.withDatabase { database in
            let fixture = try await KeepingFixture.on(database)
            try await database.write { txn in
                let event = try fixture.put("meeting", of: fixture.alice, txn)
                for _ in 0..<1_100 {
                    try fixture.remove(try fixture.add(to: event, of: fixture.alice, txn), from: event, txn)
                }
            }
            let report = try await database.read { txn in
                try RemovalReport(of: nil, before: nil, made: .sample(200), in: txn)
            }
            var told: [Int] = []
            let count = try await RemovalPurge(database).purge(report, now: .sample(201)) {
                told.append($0)
            }
            #expect(count == 1_100)
            #expect(told == [1_000, 1_100])
        }
    }
}
