import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

@Suite struct MemberReadingTests {
    private struct Refusal: Error {}

    private static let count = 1_203
    private let calendar = "/calendars/alice/calendar/"

    private func fill(_ front: TestFront, count: Int = count) async throws {
        try await front.store { calendar, txn in
            for number in 0..<count {
                let name = "\(10_000 + number).ics"
                let object = NewCalendarObject(name: name, uid: name, componentType: "VEVENT", data: [1])
                _ = try front.dependencies.calendars.put(object, in: calendar.id, now: .distantPast, in: txn)
            }
        }
    }

    /// Reads the listing of the calendar, and makes the reading of its members.
    private func reading(_ front: TestFront) async throws -> (listing: ResourceListing, members: MemberReading) {
        let alice = try #require(UserID(parsing: "alice"))
        let (principal, listing) = try await front.dependencies.database.read { txn in
            let principal = try #require(try front.dependencies.calendars.principal(alice, in: txn))
            let reader = ListingReader(dependencies: front.dependencies, principal: principal, in: txn)
            let path = ResourcePath.calendar(alice, name: "calendar")
            return (principal, try reader.list(path, includesMembers: true, selection: .properties([])))
        }
        return (listing, MemberReading(of: listing, for: principal, front.dependencies))
    }

    private func isUnread(_ listing: ResourceListing) -> Bool {
        if case .unread = listing.members { true } else { false }
    }

    @Test func `Depth 1 tells of all members of a large calendar, in the order of their names`() async throws {
        try await TestFront.run { front async throws in
            try await fill(front)
            let body = XMLElement(DAVElement.propfind, [XMLElement(DAVElement.prop, [XMLElement(DAVProperty.getETag)])])
            let octets = XMLDocument.serialise(body)
            let answer = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "1"], octets: octets))
            let members = (0..<Self.count).map { "\(calendar)\(10_000 + $0).ics" }
            #expect(answer.hrefs == [calendar] + members)
        }
    }

    @Test(arguments: [(499, false), (500, false), (501, true)])
    func `the members of a small calendar are read with it`(count: Int, isLarge: Bool) async throws {
        try await TestFront.run { front async throws in
            try await fill(front, count: count)
            let (listing, members) = try await reading(front)
            #expect(isUnread(listing) == isLarge)
            var names: [String] = []
            try await members.forEachPage { page in
                names += (0..<page.memberCount).compactMap { page.member(at: $0).object?.name }
            }
            #expect(names == (0..<count).map { "\(10_000 + $0).ics" })
        }
    }

    @Test func `a member that is moved while the first ones are answered is told once`() async throws {
        try await TestFront.run { front async throws in
            try await fill(front)
            let (_, members) = try await reading(front)
            var names: [String] = []
            var isMoved = false
            try await members.forEachPage { page in
                names += (0..<page.memberCount).compactMap { page.member(at: $0).object?.name }
                guard !isMoved else { return }
                isMoved = true
                let last = "\(calendar)\(10_000 + Self.count - 1).ics"
                let moved = try await front.send("MOVE", last, ["Destination": "\(calendar)10000a.ics"])
                #expect(moved.status == .created)
            }
            #expect(names.count == Self.count)
        }
    }

    @Test func `what cannot be answered ends the reading, and the next one begins anew`() async throws {
        try await TestFront.run { front async throws in
            try await fill(front)
            let (_, members) = try await reading(front)
            for _ in 0..<2 * SQLiteDatabase.maximumReaders {
                await #expect(throws: Refusal.self) { try await members.forEachPage { _ in throw Refusal() } }
            }
            var count = 0
            try await members.forEachPage { count += $0.memberCount }
            #expect(count == Self.count)
        }
    }

    @Test func `a listing whose task is cancelled does not end as if it were complete`() async throws {
        try await TestFront.run { front async throws in
            try await fill(front)
            let (_, members) = try await reading(front)
            let listing = Task {
                try await members.forEachPage { _ in unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() } }
            }
            await #expect(throws: CancellationError.self) { try await listing.value }
        }
    }

    @Test func `another large calendar that has come to the place is not told with the token of the first`()
        async throws
    {
        try await TestFront.run { front async throws in
            try await fill(front)
            let (_, members) = try await reading(front)
            _ = try await front.send("DELETE", calendar)
            try await front.makeCalendar(calendar)
            await #expect(throws: WebDAVError.self) { try await members.forEachPage { _ in } }
        }
    }

    @Test func `a large calendar that is gone when its members are read is not found`() async throws {
        try await TestFront.run { front async throws in
            try await fill(front)
            let (_, members) = try await reading(front)
            _ = try await front.send("DELETE", calendar)
            await #expect(throws: WebDAVError.self) { try await members.forEachPage { _ in } }
        }
    }
}
