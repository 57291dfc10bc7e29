import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct DeleteCalendarHandlerTests {
    private let calendar = "/calendars/alice/calendar/"

    @Test func `RFC 4918 §9.6.1 a calendar is deleted with all its objects, and its name is free`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            #expect(try await front.send("DELETE", calendar).status == .noContent)
            #expect(try await front.send("GET", calendar + "a.ics").status == .notFound)
            #expect(try await front.send("DELETE", calendar).status == .notFound)
            let home = try Multistatus(try await front.send("PROPFIND", "/calendars/alice/", ["Depth": "1"]))
            #expect(!home.hrefs.contains(calendar))
            try await front.makeCalendar(calendar)
            #expect(try await front.send("GET", calendar + "a.ics").status == .notFound)
        }
    }

    @Test(arguments: ["inbox", "outbox"])
    func `an inbox or outbox is not deleted`(name: String) async throws {
        try await TestFront.run { front async throws in
            let uri = "/calendars/alice/\(name)/"
            #expect(try await front.send("DELETE", uri).status == .forbidden)
            #expect(try await front.send("PROPFIND", uri, ["Depth": "0"]).status == .multiStatus)
        }
    }

    @Test(arguments: [("0", 400), ("1", 400), ("2", 400), ("infinity", 204), ("Infinity", 204)])
    func `RFC 4918 §9.6.1 only the Depth infinity is a depth of DELETE`(depth: String, status: Int) async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send("DELETE", calendar, ["Depth": depth]).status.code == status)
        }
    }

    @Test(arguments: [("If-Match", "*"), ("If-Match", "\"x\""), ("If", "(<data:,stale>)"), ("If", "([\"x\"])")])
    func `a condition that does not hold refuses the DELETE with 412`(field: String, value: String) async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send("DELETE", calendar, [field: value]).status == .preconditionFailed)
            #expect(try await front.send("PROPFIND", calendar, ["Depth": "0"]).status == .multiStatus)
        }
    }

    @Test(arguments: [("bob", 403), ("admin", 403)])
    func `a stranger deletes no calendar`(user: String, status: Int) async throws {
        try await TestFront.run { front in
            for name in ["calendar", "none"] {
                let response = try await front.send("DELETE", "/calendars/alice/\(name)/", as: user)
                #expect(response.status.code == status)
            }
            #expect(try await front.send("PROPFIND", calendar, ["Depth": "0"]).status == .multiStatus)
        }
    }

    @Test(arguments: ["/", "/calendars/", "/calendars/alice/", "/principals/users/alice/"])
    func `nothing above calendars is deleted`(path: String) async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send("DELETE", path).status == .methodNotAllowed)
        }
    }
}
