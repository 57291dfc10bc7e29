import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// Resources that would be made in something that is not there, or is no collection.
@Suite struct MissingParentTests {
    @Test(
        arguments: [
            "nowhere/deeper/x.ics", "calendar/none/x.ics", "nowhere/x.ics", "calendar/e.ics/x.ics", "a/b/c/d.ics",
        ]
    )
    func `RFC 4918 §9.7.1 a PUT without an appropriately scoped parent collection fails with 409`(
        path: String
    ) async throws {
        try await TestFront.run { front async throws in
            let response = try await front.send("PUT", "/calendars/alice/" + path, body: SampleEvent.text())
            #expect(response.status == .conflict)
        }
    }

    @Test(arguments: ["MKCOL", "MKCALENDAR"], ["nowhere/coll/", "nowhere/coll", "calendar/a/b/", "nowhere/a/b/"])
    func `RFC 4918 §9.3 all ancestors of a new collection must already exist, or it fails with 409`(
        method: String,
        path: String
    ) async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send(method, "/calendars/alice/" + path).status == .conflict)
        }
    }

    @Test(arguments: ["COPY", "MOVE"], ["nowhere/x.ics", "nowhere/deeper/x.ics", "calendar/e1.ics/x.ics"])
    func `RFC 4918 §9.8.5 no resource is made at a destination without intermediate collections, it is 409`(
        method: String,
        path: String
    ) async throws {
        try await TestFront.run { front async throws in
            let source = "/calendars/alice/calendar/e1.ics"
            try await front.put(source, SampleEvent.text())
            let response = try await front.transfer(method, source, to: "/calendars/alice/" + path)
            #expect(response.status == .conflict)
            #expect(try await front.send("GET", source).status == .ok)
        }
    }

    @Test(
        arguments: ["MKCOL", "MKCALENDAR"],
        ["/calendars/alice/calendar/sub/", "/calendars/alice/calendar/sub", "/sub/"]
    )
    func `RFC 4791 §5.3.1 calendar-collection-location-ok with and without the closing slash`(
        method: String,
        path: String
    ) async throws {
        try await TestFront.run { front in
            let response = try await front.send(method, path)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(caldav: "calendar-collection-location-ok"))
        }
    }

    @Test(arguments: ["MKCOL", "MKCALENDAR"])
    func `nobody learns by making collections which calendars another has`(method: String) async throws {
        try await TestFront.run { front async throws in
            for calendar in ["calendar", "none"] {
                let response = try await front.send(method, "/calendars/bob/\(calendar)/sub/")
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == XMLName(dav: "need-privileges"))
            }
        }
    }

    @Test(arguments: ["GET", "DELETE", "PROPFIND", "REPORT"])
    func `what makes nothing is told that there is nothing`(method: String) async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send(method, "/calendars/alice/nowhere/deeper/x.ics").status == .notFound)
        }
    }
}
