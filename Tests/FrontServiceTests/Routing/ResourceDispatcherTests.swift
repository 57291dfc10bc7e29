import ServiceSupport
import SQLDatabase
import HTTPTypes
import Hummingbird
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
        ("ACL", "/calendars/alice/calendar/"),
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

    @Test(arguments: ["GET", "HEAD", "DELETE", "COPY", "MOVE"])
    func `RFC 4918 §8.4 a body that would be ignored is 415, and nothing is done`(method: String) async throws {
        let (calendar, destination) = ("/calendars/alice/calendar/", ["Destination": "/calendars/alice/calendar/b.ics"])
        try await TestFront.run { front async throws in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let refused = try await front.send(method, calendar + "a.ics", destination, body: "<a/>")
            #expect(refused.status == .unsupportedMediaType)
            let chunked = try await front.sendStream(
                method,
                calendar + "a.ics",
                destination.merging(["Transfer-Encoding": "chunked"]) { first, _ in first },
                body: RequestBody(buffer: ByteBuffer(string: "<a/>"))
            )
            #expect(chunked.status == .unsupportedMediaType)
            #expect(try await front.send("GET", calendar + "a.ics").status == .ok)
            #expect(try await front.send("GET", calendar + "b.ics").status == .notFound)
        }
    }

    @Test func `RFC 4918 §8.4 a body without octets is none`() async throws {
        let uri = "/calendars/alice/calendar/a.ics"
        try await TestFront.run { front async throws in
            try await front.put(uri, SampleEvent.text())
            #expect(try await front.send("GET", uri, ["Content-Length": "0"]).status == .ok)
            let chunked = ["Transfer-Encoding": "chunked"]
            let empty = RequestBody(buffer: ByteBuffer())
            #expect(try await front.sendStream("DELETE", uri, chunked, body: empty).status == .noContent)
        }
    }

    @Test func `RFC 4918 §8.1 whoever is not known hears of nothing but that`() async throws {
        try await TestFront.run { front async throws in
            let uri = "/calendars/alice/calendar/a.ics"
            #expect(try await front.send("DELETE", uri, as: nil, body: "<a/>").status == .unauthorized)
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
