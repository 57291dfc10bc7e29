import ServiceSupport
import SQLDatabase
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

@Suite struct ResourceDispatcherTests {
    @Test(arguments: ["GET", "PROPFIND", "OPTIONS", "PUT"])
    func `RFC 6764 §5 the well-known resource redirects to the context path at the public URL`(
        method: String
    ) async throws {
        try await TestFront.run { front in
            let response = try await front.send(method, "/.well-known/caldav", as: nil)
            #expect(response.status == .movedPermanently)
            #expect(response.headers[.location] == "https://cal.example.com/")
        }
    }

    @Test(arguments: [
        ("GET", "/calendars/alice/calendar/"), ("PUT", "/calendars/alice/calendar/"), ("POST", "/calendars/alice/"),
        ("DELETE", "/principals/users/alice/"), ("LOCK", "/calendars/alice/calendar/x.ics"), ("BREW", "/"),
        ("PUT", "/attachments/aaaaaaaaaaaaaaaaaaaaaaaaaa/a.pdf"),
    ])
    func `RFC 9110 §15.5.6 another method is 405 with Allow`(method: String, path: String) async throws {
        try await TestFront.run { front in
            let response = try await front.send(method, path)
            #expect(response.status == .methodNotAllowed)
            let options = try await front.send("OPTIONS", path)
            #expect(response.headers[.allow] == options.headers[.allow])
        }
    }

    @Test(arguments: [
        ("/nowhere", 404), ("/calendars/alice/%2e%2e/x", 400), ("/calendars/alice/calendar/%zz", 400),
        ("/calendars/alice/calendar/" + String(repeating: "a", count: 300), 414),
    ])
    func `a target that names no resource is refused without credentials`(path: String, status: Int) async throws {
        try await TestFront.run { front in
            let response = try await front.send("PROPFIND", path, as: nil)
            #expect(response.status.code == status)
        }
    }

    @Test func `without credentials there is a challenge and a DAV error`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("PROPFIND", "/calendars/alice/", as: nil, ["Depth": "0"])
            #expect(response.status == .unauthorized)
            #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Basic realm=") == true)
            #expect(response.headers[.cacheControl] == "no-store")
            #expect(try precondition(of: response) == nil)
        }
    }

    @Test(arguments: ["/healthz", "/readyz"])
    func `health needs no credentials`(path: String) async throws {
        try await TestFront.run { front in
            #expect(try await front.send("GET", path, as: nil).status == .ok)
            let onInternal = try await front.service.internalListener.application.test(.router) { client in
                try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil).status
            }
            #expect(onInternal == .ok)
        }
    }

    @Test func `readiness fails when the database is closed`() async throws {
        try await TestFront.run { front in
            try await front.dependencies.database.close()
            #expect(try await front.send("GET", "/readyz", as: nil).status == .serviceUnavailable)
            #expect(try await front.send("GET", "/healthz", as: nil).status == .ok)
        }
    }

    @Test func `a fault of the service is 500 and tells nothing`() async throws {
        try await TestFront.run { front in
            try await front.dependencies.database.close()
            let response = try await front.send("PROPFIND", "/calendars/alice/", ["Depth": "0"])
            #expect(response.status == .internalServerError)
            #expect(!String(buffer: response.body).lowercased().contains("database"))
        }
    }
}
