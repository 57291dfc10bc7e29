import AttachmentKeeping
import CalendarStore
import HTTPTypes
import HummingbirdTesting
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

/// COPY of calendars that are too large for one step.
@Suite struct CalendarCopyingTests {
    private static let home = "/calendars/alice/"
    private static let source = home + "calendar/"
    private static let target = home + "copy/"

    /// What a step of a copy fails by.
    private struct Failure: Error {}

    /// The names of so many objects that their copy takes three steps.
    private static let names = (0..<2 * CalendarStep.objects + 3).map { "\($0).ics" }

    /// Runs a test with a calendar of which a copy takes three steps.
    private func run(
        configure: (inout FrontConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (AttachmentFront, Turns) async throws -> Void
    ) async throws {
        let turns = Turns()
        try await AttachmentFront.run(
            configure: configure,
            database: { TurnTakingDatabase(base: $0, turns: turns) }
        ) { test in
            try await test.front.fill("calendar", names: Self.names)
            try await body(test, turns)
        }
    }

    /// Returns the calendar data of all objects of a calendar of alice's by their names; nil where there is no such calendar.
    private static func contents(of name: String, _ test: AttachmentFront) async throws -> [String: [UInt8]]? {
        let (store, uid) = (test.dependencies.calendars, try #require(UserID(parsing: "alice")))
        return try await test.dependencies.database.read { txn in
            let alice = try #require(try store.principal(uid, in: txn))
            guard let calendar = try store.calendar(named: name, of: alice.home, in: txn) else { return nil }
            let objects = try store.objects(store.summaries(in: calendar.id, in: txn), in: txn)
            #expect(calendar.objectCount == UInt64(objects.count))
            #expect(calendar.dataBytes == UInt64(objects.map(\.size).reduce(0, +)))
            return Dictionary(uniqueKeysWithValues: objects.map { ($0.name, $0.data) })
        }
    }

    /// Counts the objects in calendars that nobody sees.
    private static func hidden(_ test: AttachmentFront) async throws -> Int {
        try await test.dependencies.database.read { txn in
            let row = try txn.first(
                """
                SELECT COUNT(o.number) + COUNT(DISTINCT c.id) AS found
                FROM calendar c LEFT JOIN calendar_object o ON o.calendar = c.id WHERE c.removed IS NOT NULL
                """
            )
            return Int(try row?.integer("found") ?? 0)
        }
    }

    @Test func `RFC 4918 §9.8 a copy has what the calendar has at its end, and is seen then`() async throws {
        try await run { test, turns async throws in
            let hidden: Turns.Turn = { () async throws in
                let found = try await Self.hidden(test)
                #expect((1...2 * CalendarStep.objects + 1).contains(found))
                #expect(try await Self.contents(of: "copy", test) == nil)
            }
            turns.plan([
                {},
                { () async throws in
                    try await hidden()
                    try await test.front.put(Self.source + "0.ics", SampleEvent.text(uid: "0.ics", summary: "changed"))
                    try await test.front.put(Self.source + "new.ics", SampleEvent.text(uid: "new"))
                    #expect(try await test.front.send("DELETE", Self.source + "1.ics").status == .noContent)
                },
                { () async throws in
                    try await hidden()
                    let notCopied = Self.source + "\(2 * CalendarStep.objects).ics"
                    #expect(try await test.front.send("DELETE", notCopied).status == .noContent)
                    let moved = try await test.front.transfer(
                        "MOVE",
                        Self.source + "2.ics",
                        to: Self.source + "renamed.ics"
                    )
                    #expect(moved.status == .created)
                },
            ])
            #expect(try await test.front.transfer("COPY", Self.source, to: Self.target).status == .created)
            #expect(turns.left == 0)
            let (original, copy) = (
                try await Self.contents(of: "calendar", test), try await Self.contents(of: "copy", test)
            )
            #expect(copy != nil && copy == original)
            #expect(try await Self.hidden(test) == 0)
        }
    }

    @Test func `links of attachments follow what is changed while a copy is made`() async throws {
        try await run { test, turns async throws in
            let (kept, dropped) = (Self.source + "0.ics", Self.source + "1.ics")
            let (first, second) = (
                try await test.added(to: kept, "one"), try await test.added(to: dropped, "three")
            )
            // Behind them, so that both are copied before the end.
            try await test.front.fill("calendar", names: (0..<2 * CalendarStep.objects).map { "later \($0).ics" })
            turns.plan([
                {}, {}, {},
                { () async throws in
                    #expect(try await test.front.send("DELETE", dropped).status == .noContent)
                },
            ])
            #expect(try await test.front.transfer("COPY", Self.source, to: Self.target).status == .created)
            #expect(turns.left == 0)
            #expect(try await test.links(of: first) == 2)
            #expect(try await test.links(of: second) == 0)
            #expect(try await test.usage() == 3)
        }
    }

    @Test(arguments: [1, 2])
    func `RFC 4918 §9.8.4 what a copy replaces is there until its end, and stays where it fails`(
        step: Int
    ) async throws {
        try await run { test, turns async throws in
            try await test.front.makeCalendar(Self.target)
            try await test.front.put(Self.target + "old.ics", SampleEvent.text(uid: "old"))
            let isThere: Turns.Turn = { () async throws in
                #expect(try await Self.contents(of: "copy", test)?.keys.sorted() == ["old.ics"])
            }
            turns.plan(Array(repeating: isThere, count: step) + [{ throw Failure() }])
            let failed = try await test.front.transfer("COPY", Self.source, to: Self.target)
            #expect(failed.status == .internalServerError)
            try await isThere()
            #expect(try await Self.hidden(test) == 0)
            turns.plan([isThere, isThere, isThere])
            #expect(try await test.front.transfer("COPY", Self.source, to: Self.target).status == .noContent)
            #expect(try await Self.contents(of: "copy", test)?.count == Self.names.count)
            #expect(turns.left == 0)
        }
    }

    @Test func `what a front leaves in the middle of a copy is cleared when its time is over`() async throws {
        try await run { test, turns async throws in
            let fails: Turns.Turn = { throw Failure() }
            turns.plan([{}, fails, fails, fails])
            #expect(try await test.front.transfer("COPY", Self.source, to: Self.target).status.code == 500)
            turns.plan([])
            let hook = AttachmentHook(dependencies: test.dependencies, releaser: test.releaser)
            let clearing = CalendarClearing(test.dependencies, hook: hook)
            #expect(try await Self.hidden(test) == CalendarStep.objects + 1)
            #expect(try await clearing.workOff() == 0)
            test.front.clock.advance(by: CalendarCopying.patience + 1)
            #expect(try await clearing.workOff() == 1)
            #expect(try await Self.hidden(test) == 0)
            #expect(try await Self.contents(of: "calendar", test)?.count == Self.names.count)
        }
    }

    @Test func `a copy whose time is over is not gone on with, but begun anew once`() async throws {
        try await run { test, turns async throws in
            let overtake: Turns.Turn = { () async throws in
                test.front.clock.advance(by: CalendarCopying.patience + 1)
                let hook = AttachmentHook(dependencies: test.dependencies, releaser: test.releaser)
                #expect(try await CalendarClearing(test.dependencies, hook: hook).workOff() == 1)
            }
            turns.plan([{}, overtake])
            #expect(try await test.front.transfer("COPY", Self.source, to: Self.target).status == .created)
            #expect(try await Self.contents(of: "copy", test)?.count == Self.names.count)
            #expect(try await Self.hidden(test) == 0)
        }
    }

    @Test func `a calendar that another one takes the place of is copied from the beginning`() async throws {
        try await run { test, turns async throws in
            turns.plan([
                {},
                { () async throws in
                    let away = Self.home + "away/"
                    #expect(try await test.front.transfer("MOVE", Self.source, to: away).status == .created)
                    try await test.front.makeCalendar(Self.source)
                    try await test.front.put(Self.source + "only.ics", SampleEvent.text(uid: "only"))
                },
            ])
            #expect(try await test.front.transfer("COPY", Self.source, to: Self.target).status == .created)
            #expect(try await Self.contents(of: "copy", test)?.keys.sorted() == ["only.ics"])
            #expect(try await Self.hidden(test) == 0)
        }
    }

    @Test func `a calendar that goes in the middle is not copied: 404, and nothing is left`() async throws {
        try await run { test, turns async throws in
            turns.plan([
                {},
                { () async throws in
                    #expect(try await test.front.send("DELETE", Self.source).status == .noContent)
                },
            ])
            #expect(try await test.front.transfer("COPY", Self.source, to: Self.target).status == .notFound)
            #expect(try await Self.contents(of: "copy", test) == nil)
            #expect(try await Self.hidden(test) == 0)
        }
    }

    @Test func `RFC 4331 §6 copies that are being made count for other ones, which get 507`() async throws {
        let size = TimedEvent.text(uid: "100.ics", start: ":20240102T100000Z").utf8.count
        let room = UInt64(5 * Self.names.count * size / 2)
        try await run(configure: { $0.calendarQuotaBytes = room }) { test, turns async throws in
            let other = Self.home + "other/"
            turns.plan([
                {}, {},
                { () async throws in
                    // The room is enough for each of them, but not for both.
                    let refused = try await test.front.transfer("COPY", Self.source, to: other)
                    #expect(refused.status == .insufficientStorage)
                },
            ])
            #expect(try await test.front.transfer("COPY", Self.source, to: Self.target).status == .created)
            #expect(turns.left == 0)
            #expect(try await Self.contents(of: "copy", test)?.count == Self.names.count)
            #expect(try await Self.contents(of: "other", test) == nil)
            #expect(try await Self.hidden(test) == 0)
        }
    }
}
