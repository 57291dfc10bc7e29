import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct ExpandPropertyReportTests {
    private let principal = "/principals/users/alice/"

    private func property(_ name: XMLName, _ nested: String = "") -> String {
        #"<D:property name="\#(name.local)" namespace="\#(name.namespace)">\#(nested)</D:property>"#
    }

    private func expand(_ properties: String, at uri: String, on front: TestFront) async throws -> TestResponse {
        try await front.report("<D:expand-property>\(properties)</D:expand-property>", at: uri)
    }

    @Test func `RFC 3253 §3.8 hrefs are replaced by what they name, as deep as properties are nested`() async throws {
        try await TestFront.run { front in
            let owner = property(DAVProperty.owner, property(DAVProperty.displayName))
            let body = property(CalendarProperty.calendarHomeSet, owner) + property(DAVProperty.displayName)
            let answer = try Multistatus(try await expand(body, at: principal, on: front))
            #expect(try answer.found(DAVProperty.displayName, of: principal).text == "Alice")
            let homes = try answer.found(CalendarProperty.calendarHomeSet, of: principal)
            let home = try #require(homes.first(DAVElement.response))
            #expect(homes.children.count == 1)
            #expect(home.first(DAVElement.href)?.text == "/calendars/alice/")
            let ownerOfHome = home.first(DAVElement.propstat)?.first(DAVElement.prop)?.first(DAVProperty.owner)
            let response = try #require(ownerOfHome?.first(DAVElement.response))
            #expect(response.first(DAVElement.href)?.text == principal)
            let name = response.first(DAVElement.propstat)?.first(DAVElement.prop)?.first(DAVProperty.displayName)
            #expect(name?.text == "Alice")
        }
    }

    @Test func `RFC 3253 §3.8 a property without nested ones is returned as it is, and mail addresses stay`()
        async throws
    {
        try await TestFront.run { front in
            let addresses = CalendarProperty.calendarUserAddressSet
            let plain = property(DAVProperty.principalURL) + property(addresses, property(DAVProperty.displayName))
            let answer = try Multistatus(try await expand(plain, at: principal, on: front))
            #expect(try answer.found(DAVProperty.principalURL, of: principal).children.map(\.name) == [DAVElement.href])
            let found = try answer.found(addresses, of: principal)
            #expect(found.first(DAVElement.href)?.text == "mailto:alice@example.com")
            #expect(found.first(DAVElement.response)?.first(DAVElement.href)?.text == principal)
        }
    }

    @Test func `RFC 3253 §3.8 a property that is named twice is told of once, with all that is nested in either`()
        async throws
    {
        try await TestFront.run { front in
            let name = property(DAVProperty.owner, property(DAVProperty.displayName))
            let home = property(DAVProperty.owner, property(CalendarProperty.calendarHomeSet))
            let calendar = "/calendars/alice/calendar/"
            let answer = try Multistatus(try await expand(name + home, at: calendar, on: front))
            let found = try #require(answer.entries[calendar]?.properties[200])
            #expect(found.map(\.name) == [DAVProperty.owner])
            let response = try #require(found.first?.first(DAVElement.response))
            let properties = try #require(response.first(DAVElement.propstat)?.first(DAVElement.prop))
            #expect(properties.first(DAVProperty.displayName)?.text == "Alice")
            let href = properties.first(CalendarProperty.calendarHomeSet)?.first(DAVElement.href)?.text
            #expect(href == "/calendars/alice/")
        }
    }

    @Test func `a property that is not there is 404, and one of a resource that may not be read says so`() async throws
    {
        try await TestFront.run { front in
            let unknown = XMLName(namespace: "urn:x", local: "colour")
            let homes = property(CalendarProperty.calendarHomeSet, property(DAVProperty.displayName))
            let answer = try Multistatus(
                try await expand(homes + property(unknown), at: "/principals/users/bob/", on: front)
            )
            #expect(answer.entries["/principals/users/bob/"]?.properties[404]?.map(\.name) == [unknown])
            let found = try answer.found(CalendarProperty.calendarHomeSet, of: "/principals/users/bob/")
            let refusal = try #require(found.first(DAVElement.response))
            #expect(refusal.first(DAVElement.status)?.text == "HTTP/1.1 403 Forbidden")
        }
    }

    @Test func `nesting too deep is refused`() async throws {
        try await TestFront.run { front in
            let nested = (0..<5).reduce("") { inner, _ in property(DAVProperty.owner, inner) }
            let response = try await expand(nested, at: principal, on: front)
            #expect(response.status == .unprocessableContent)
        }
    }

    /// Keeps hrefs of the home in one property of the home, and a text in another, and expands the first by the second.
    private func expandHome(_ count: Int, text: String, on front: TestFront) async throws -> TestResponse {
        let home = "/calendars/alice/"
        let list = XMLName(namespace: "urn:x", local: "list")
        let load = XMLName(namespace: "urn:x", local: "load")
        let hrefs = Array(repeating: XMLElement(DAVElement.href, text: home), count: count)
        let patch = try await front.patch(home, set: [XMLElement(list, hrefs), XMLElement(load, text: text)])
        try #require(try Multistatus(patch).entries[home]?.properties[200]?.count == 2)
        return try await expand(property(list, property(load)), at: home, on: front)
    }

    @Test func `an answer of more resources than the limit is number-of-matches-within-limits`() async throws {
        try await TestFront.run { front in
            let limit = PropertyExpansion.maximumResources
            #expect(try await expandHome(limit - 1, text: "7", on: front).status == .multiStatus)
            let refused = try await expandHome(limit, text: "7", on: front)
            #expect(refused.status == .forbidden)
            #expect(try precondition(of: refused)?.name == Precondition.numberOfMatchesWithinLimits.name)
        }
    }

    @Test func `an answer of more octets than the limit is number-of-matches-within-limits`() async throws {
        try await TestFront.run { front in
            let text = String(repeating: "a", count: 200_000)
            let limit = PropertyExpansion.maximumWeight / text.utf8.count
            #expect(try await expandHome(limit - 1, text: text, on: front).status == .multiStatus)
            let refused = try await expandHome(limit + 1, text: text, on: front)
            #expect(refused.status == .forbidden)
            #expect(try precondition(of: refused)?.name == Precondition.numberOfMatchesWithinLimits.name)
        }
    }
}
