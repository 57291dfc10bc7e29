import CalendarStore
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

@Suite struct ResourceResolverTests {
    /// Returns the principal of a name as it is now.
    private func principal(_ uid: UserID, on front: TestFront) async throws -> Principal {
        let calendars = front.dependencies.calendars
        return try #require(try await front.dependencies.database.read { txn in try calendars.principal(uid, in: txn) })
    }

    /// Looks for a calendar of a user, as one who was looked up before.
    private func find(of uid: UserID, for principal: Principal, on front: TestFront) async throws -> ResolvedCalendar {
        let resolver = front.dependencies.resolver
        return try await front.dependencies.database.read { txn in
            try resolver.calendar(named: "calendar", of: uid, for: principal, requiring: .read, in: txn)
        }
    }

    @Test func `a calendar is found in the home of its owner, by him alone`() async throws {
        try await TestFront.run { front in
            let (uid, other) = (try #require(UserID(parsing: "alice")), try #require(UserID(parsing: "bob")))
            let (alice, bob) = (try await principal(uid, on: front), try await principal(other, on: front))
            let found = try await find(of: uid, for: alice, on: front)
            #expect(found.owner == alice)
            #expect(found.calendar.home == alice.home)
            let refusal = AccessDenial.error(.read, on: .calendar(uid, name: "calendar"))
            await #expect(throws: refusal) { _ = try await find(of: uid, for: bob, on: front) }
        }
    }

    @Test func `who is removed after he proved who he is finds nothing, nor what a later user of his name has`()
        async throws
    {
        try await TestFront.run { front in
            let uid = try #require(UserID(parsing: "alice"))
            let former = try await principal(uid, on: front)
            let (calendars, now) = (front.dependencies.calendars, front.clock.now)
            _ = try await front.dependencies.database.write { txn in try calendars.removeUser(uid, now: now, in: txn) }
            await #expect(throws: WebDAVError.notFound) { _ = try await find(of: uid, for: former, on: front) }
            _ = try await front.dependencies.database.write { txn in
                let user = NewUser(uid: uid, displayName: "Another", passwordHash: nil, addresses: [])
                return try calendars.createUser(user, now: now, in: txn)
            }
            await #expect(throws: WebDAVError.notFound) { _ = try await find(of: uid, for: former, on: front) }
        }
    }
}
