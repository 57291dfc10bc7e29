import AttachmentKeeping
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import ICalendar
import SQLDatabase
import ServiceSupport
import Synchronization
import Testing
import WebDAV

@testable import FrontService

/// A hook that notes what was deleted, and fails as often as it is told to.
private final class DeletionHook: ObjectWriteHook {
    let deleted = Mutex<[String]>([])
    let failures = Mutex(0)

    func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant {
        try await IndifferentHook().begin(write)
    }

    func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws {
        let fails = failures.withLock { left in
            defer { left = max(0, left - 1) }
            return left > 0
        }
        guard !fails else { throw WebDAVError(.internalServerError, "The hook fails.") }
        let stored = try CalendarStore().summary(deletion.object.id, in: txn)
        #expect(stored == nil)
        deleted.withLock { $0.append(deletion.object.name) }
    }
}

/// A hook that notes how many spans are left after each step.
private final class SpanHook: ObjectWriteHook {
    let left = Mutex<[Int64]>([])

    func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant {
        try await IndifferentHook().begin(write)
    }

    func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws {
        let count = try txn.first("SELECT COUNT(*) AS found FROM calendar_occurrence")?.integer("found") ?? 0
        left.withLock { if $0.last != count { $0.append(count) } }
    }
}

@Suite struct CalendarClearingTests {
    private let calendar = "/calendars/alice/calendar/"
    private let other = "/calendars/alice/other/"

    /// Runs a test with more objects in a calendar than are cleared in one step, and one in another calendar.
    private func run(_ body: @escaping @Sendable (TestFront, DeletionHook) async throws -> Void) async throws {
        let hook = DeletionHook()
        try await TestFront.run(hook: hook) { front in
            try await front.makeCalendar(other)
            try await front.put(other + "other.ics", SampleEvent.text(uid: "other"))
            try await fill(front)
            try await body(front, hook)
        }
    }

    private let names = (0..<2 * CalendarStep.objects + 3).map { "\($0).ics" }

    private func fill(_ front: TestFront) async throws {
        try await front.store { calendar, txn in
            for name in names {
                let object = NewCalendarObject(name: name, uid: name, componentType: "VEVENT", data: [1, 2, 3])
                try front.dependencies.calendars.put(object, in: calendar.id, now: .distantPast, in: txn)
            }
        }
    }

    /// Counts the rows that are left of everything but the calendar with one object.
    private func left(on front: TestFront) async throws -> [Int64] {
        try await front.dependencies.database.read { txn in
            try ["calendar WHERE removed IS NOT NULL", "calendar_object", "calendar_object_data"]
                .map { try txn.first("SELECT COUNT(*) AS found FROM \($0)")?.integer("found") ?? 0 }
        }
    }

    @Test func `a calendar of any size is deleted whole, and everybody is told of each object once`() async throws {
        try await run { front, hook async throws in
            #expect(try await front.send("DELETE", calendar).status == .noContent)
            #expect(hook.deleted.withLock { $0.sorted() } == names.sorted())
            #expect(try await left(on: front) == [0, 1, 1])
            #expect(try await front.send("GET", other + "other.ics").status == .ok)
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `a calendar that is replaced is cleared whole`(method: String) async throws {
        try await run { front, hook async throws in
            #expect(try await front.transfer(method, other, to: calendar).status == .noContent)
            #expect(hook.deleted.withLock { $0.sorted() } == names.sorted())
            let objects: Int64 = method == "COPY" ? 2 : 1
            #expect(try await left(on: front) == [0, objects, objects])
            let members = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "1"])).hrefs
            #expect(members == [calendar, calendar + "other.ics"])
        }
    }

    @Test func `a DELETE whose clearing fails has deleted the calendar, and the rest is cleared later`() async throws {
        try await run { front, hook async throws in
            hook.failures.withLock { $0 = 1 }
            #expect(try await front.send("DELETE", calendar).status == .noContent)
            #expect(try await front.send("PROPFIND", calendar, ["Depth": "0"]).status == .notFound)
            #expect(try await front.send("GET", calendar + "1.ics").status == .notFound)
            #expect(try await left(on: front)[0] == 1)
            try await front.makeCalendar(calendar)
            #expect(try await CalendarClearing(front.dependencies, hook: hook).workOff() == 1)
            #expect(hook.deleted.withLock { $0.sorted() } == names.sorted())
            #expect(try await left(on: front) == [0, 1, 1])
            #expect(try await CalendarClearing(front.dependencies, hook: hook).workOff() == 0)
        }
    }

    @Test func `what a request leaves wakes the service`() async throws {
        try await run { front, hook async throws in
            let clearing = CalendarClearing(front.dependencies, hook: hook)
            let bell = front.dependencies.clearings
            let service = CalendarClearingService(clearing, bell: bell, logger: .silent)
            hook.failures.withLock { $0 = 1 }
            #expect(try await front.send("DELETE", calendar).status == .noContent)
            #expect(try await left(on: front)[0] == 1)
            // Of a bell that nobody rang this never comes back.
            await bell.wait()
            let look = try await service.look()
            #expect(look == PeriodicLook(count: 1))
            #expect(try await left(on: front) == [0, 1, 1])
        }
    }

    @Test(.timeLimit(.minutes(5))) func `the files of a home that was cleared are released at once`() async throws {
        try await run { front, hook async throws in
            let bob = try #require(UserID(parsing: "bob"))
            let (calendars, now) = (front.dependencies.calendars, front.dependencies.now())
            try await front.dependencies.database.write { txn in
                let home = try calendars.removeUser(bob, now: now, in: txn)
                // Calendars that are cleared ring as well.
                try txn.execute("DELETE FROM calendar WHERE home = ?", [.text(home.text)])
            }
            #expect(try await CalendarClearing(front.dependencies, hook: hook).workOff() == 1)
            // Of a bell that nobody rang this never comes back.
            await front.dependencies.releases.wait()
        }
    }

    @Test func `a step ends after so many spans in the index of occurrences`() async throws {
        let hook = SpanHook()
        try await TestFront.run(hook: hook) { front in
            let spans = (0..<256).map { (week: Int64) in week * 604_800..<week * 604_800 + 3_600 }
            try await front.store { calendar, txn in
                for number in 0..<100 {
                    let object = NewCalendarObject(
                        name: "\(number)",
                        uid: "\(number)",
                        componentType: "VEVENT",
                        data: [1],
                        occurrences: OccurrenceIndexEntry(spans: spans, indexedUntil: nil)
                    )
                    try front.dependencies.calendars.put(object, in: calendar.id, now: .distantPast, in: txn)
                }
            }
            #expect(try await front.send("DELETE", calendar).status == .noContent)
            let left = hook.left.withLock { [25_600] + $0 }
            #expect(left.last == 0 && left.count > 2)
            for (before, after) in zip(left, left.dropFirst()) {
                #expect(before - after <= Int64(CalendarStep.spans + 256))
            }
        }
    }

    @Test func `a calendar that cannot be cleared holds up no other one`() async throws {
        try await run { front, hook async throws in
            hook.failures.withLock { $0 = 2 }
            #expect(try await front.send("DELETE", calendar).status == .noContent)
            #expect(try await front.send("DELETE", other).status == .noContent)
            #expect(try await left(on: front)[0] == 2)
            hook.failures.withLock { $0 = 1 }
            let clearing = CalendarClearing(front.dependencies, hook: hook)
            await #expect(throws: (any Error).self) { try await clearing.workOff() }
            #expect(try await left(on: front)[0] == 1)
            #expect(try await clearing.workOff() == 1)
            #expect(try await left(on: front) == [0, 0, 0])
        }
    }
}
