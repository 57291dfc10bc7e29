import HTTPTypes
import HummingbirdTesting
import Testing

@testable import FrontService

@Suite struct OptionsTests {
    @Test(arguments: [
        "/", "/principals/users/alice/", "/calendars/alice/", "/calendars/alice/calendar/",
        "/calendars/alice/calendar/absent.ics", "*",
    ])
    func `the DAV tokens are the same on every kind of resource`(path: String) async throws {
        try await TestFront.run { front in
            let response = try await front.send("OPTIONS", path, as: nil)
            #expect(response.status == .ok)
            #expect(
                response.headers[.dav]
                    == "1, 3, extended-mkcol, access-control, calendar-access, calendar-managed-attachments"
            )
        }
    }

    @Test func `RFC 8607 §3.2 without attachments of single instances DAV says so`() async throws {
        try await TestFront.run(configure: { $0.attachments.allowsInstances = false }) { front in
            let value = try await front.send("OPTIONS", "/calendars/alice/", as: nil).headers[.dav]
            #expect(
                value?.hasSuffix(", calendar-managed-attachments, calendar-managed-attachments-no-recurrence") == true
            )
        }
    }

    @Test func `Allow lists what the kind of resource answers`() async throws {
        try await TestFront.run { front in
            let object = try await front.send("OPTIONS", "/calendars/alice/calendar/x.ics")
            #expect(
                object.headers[.allow] == "OPTIONS, COPY, DELETE, GET, HEAD, MKCALENDAR, MKCOL, MOVE, PROPFIND, "
                    + "PROPPATCH, PUT, REPORT"
            )
            let calendar = try await front.send("OPTIONS", "/calendars/alice/calendar/")
            #expect(
                calendar.headers[.allow]
                    == "OPTIONS, COPY, DELETE, MKCALENDAR, MKCOL, MOVE, POST, PROPFIND, PROPPATCH, "
                    + "REPORT"
            )
            let home = try await front.send("OPTIONS", "/calendars/alice/")
            #expect(home.headers[.allow] == "OPTIONS, PROPFIND, PROPPATCH, REPORT")
        }
    }

    @Test func `credentials that are sent with OPTIONS are checked`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("OPTIONS", "/", password: "wrong")
            #expect(response.status == .unauthorized)
            #expect(try await front.send("OPTIONS", "/").status == .ok)
        }
    }
}
