import CalendarStore
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

/// Reports, as tests send them.
extension TestFront {
    /// Sends a REPORT and returns the answer.
    ///
    /// - Parameters:
    ///   - body: The body, whose root has no namespace declarations: those of `D` and `C` are added.
    ///   - uri: The resource.
    ///   - depth: The Depth field, if there is one.
    ///   - user: Who asks.
    /// - Returns: The answer.
    /// - Throws: The error of the transport.
    func report(
        _ body: String,
        at uri: String,
        depth: String? = nil,
        as user: String = "alice"
    ) async throws -> TestResponse {
        let namespaces = #" xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav""#
        let end = try #require(body.firstIndex(where: { " />".contains($0) }))
        let document = "\(body[..<end])\(namespaces)\(body[end...])"
        return try await send("REPORT", uri, as: user, depth.map { ["Depth": $0] } ?? [:], body: document)
    }

    /// Changes the properties of a calendar.
    func change(
        _ calendar: String,
        of user: String = "alice",
        _ change: @escaping @Sendable (inout CalendarProperties) -> Void
    ) async throws {
        let uid = try #require(UserID(parsing: user))
        let store = dependencies.calendars
        try await dependencies.database.write { txn in
            let owner = try #require(try store.principal(uid, in: txn))
            let found = try #require(try store.calendar(named: calendar, of: owner.home, in: txn))
            var properties = found.properties
            change(&properties)
            try store.setProperties(properties, of: found.id, in: txn)
        }
    }
}

/// Objects that tests store without a PUT.
extension TestFront {
    /// Stores events in a calendar of alice in one transaction; none is indexed.
    func fill(_ calendar: String, names: [String], start: String = ":20240102T100000Z") async throws {
        let uid = try #require(UserID(parsing: "alice"))
        let (store, now) = (dependencies.calendars, dependencies.now())
        try await dependencies.database.write { txn in
            let owner = try #require(try store.principal(uid, in: txn))
            let found = try #require(try store.calendar(named: calendar, of: owner.home, in: txn))
            for name in names {
                let data = Array(TimedEvent.text(uid: name, start: start).utf8)
                let object = NewCalendarObject(name: name, uid: name, componentType: "VEVENT", data: data)
                try store.put(object, in: found.id, now: now, in: txn)
            }
        }
    }
}

extension TestFront {
    /// Stores an object of alice that a PUT refuses, as an earlier version may have taken it.
    func store(_ data: String, uid: String, at name: String, in calendar: String = "calendar") async throws {
        let user = try #require(UserID(parsing: "alice"))
        let (store, now) = (dependencies.calendars, dependencies.now())
        let object = NewCalendarObject(name: name, uid: uid, componentType: "VEVENT", data: Array(data.utf8))
        try await dependencies.database.write { txn in
            let owner = try #require(try store.principal(user, in: txn))
            let found = try #require(try store.calendar(named: calendar, of: owner.home, in: txn))
            try store.put(object, in: found.id, now: now, in: txn)
        }
    }
}

/// Returns the token of an answer to a sync-collection report, and fails the test where it has none.
func syncToken(of response: TestResponse) throws -> String {
    let root = try XMLDocument.parse(Array(buffer: response.body))
    return try #require(root.first(DAVElement.syncToken)).text
}
