import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

@Suite struct WellKnownTests {
    @Test func `RFC 6764 §5 the redirect says that it is not to be kept, as the place may change`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("PROPFIND", "/.well-known/caldav", as: nil, ["Depth": "0"])
            #expect(response.status == .movedPermanently)
            #expect(response.headers[.cacheControl] == "no-cache")
        }
    }

    @Test func `RFC 6764 §6 where the redirect leads a client learns who it is`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("PROPFIND", "/.well-known/caldav", ["Depth": "0"])
            let location = try #require(response.headers[.location])
            let path = location.dropFirst("https://cal.example.com".count)
            let found = try await front.properties([DAVProperty.currentUserPrincipal], of: String(path))
            let principal = found.found(DAVProperty.currentUserPrincipal)?.first(DAVElement.href)
            #expect(principal?.text == "/principals/users/alice/")
        }
    }
}
