import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct ExtendedMKCOLTests {
    private let uri = "/calendars/alice/work/"
    private let calendar = CalendarPropertyValue.calendarResourceType()
    private let name = XMLElement(DAVProperty.displayName, text: "Work")

    /// Returns the properties of a `DAV:mkcol-response` by status.
    private func groups(of response: TestResponse) throws -> [Int: [XMLName]] {
        let root = try XMLDocument.parse(Array(buffer: response.body))
        #expect(root.name == DAVElement.mkcolResponse)
        var groups: [Int: [XMLName]] = [:]
        for group in root.all(DAVElement.propstat) {
            let status = try #require(group.first(DAVElement.status)).trimmedText
            let code = try #require(Int(status.split(separator: " ")[1]))
            groups[code] = try #require(group.first(DAVElement.prop)).children.map(\.name)
        }
        return groups
    }

    @Test func `RFC 5689 §3 MKCOL with the types of a calendar makes a calendar with its properties`() async throws {
        try await TestFront.run { front in
            let response = try await front.make(uri, by: DAVElement.mkcol, [calendar, name])
            #expect(response.status == .created)
            let stored = try await front.properties([DAVProperty.resourceType, DAVProperty.displayName], of: uri)
            #expect(stored.found(DAVProperty.resourceType) == calendar)
            #expect(stored.found(DAVProperty.displayName) == name)
            try await front.put(uri + "e.ics", SampleEvent.text())
        }
    }

    @Test(arguments: [
        [DAVElement.collection], [CalendarElement.calendar], [],
        [DAVElement.collection, XMLName(namespace: "urn:ietf:params:xml:ns:carddav", local: "addressbook")],
        [DAVElement.collection, CalendarElement.calendar, CalendarElement.scheduleInbox],
    ])
    func `RFC 5689 §3.3 valid-resourcetype another collection is not made`(types: [XMLName]) async throws {
        try await TestFront.run { front in
            let properties = [CalendarPropertyValue.resourceType(types), name]
            let response = try await front.make(uri, by: DAVElement.mkcol, properties)
            #expect(response.status == .forbidden)
            let groups = try groups(of: response)
            #expect(groups[403] == [DAVProperty.resourceType])
            #expect(groups[424] == [DAVProperty.displayName])
            #expect(String(buffer: response.body).contains("valid-resourcetype"))
            #expect(try await front.send("PROPFIND", uri, ["Depth": "0"]).status == .notFound)
        }
    }

    @Test func `a MKCOL without a body would make a plain collection and is refused`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("MKCOL", uri)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(dav: "valid-resourcetype"))
        }
    }

    @Test func `RFC 5689 §3 a property that cannot be set is told in a mkcol-response, and nothing is made`()
        async throws
    {
        try await TestFront.run { front in
            let protected = XMLElement(CalendarProperty.getCTag, text: "1")
            let response = try await front.make(uri, by: DAVElement.mkcol, [calendar, name, protected])
            #expect(response.status == .forbidden)
            let groups = try groups(of: response)
            #expect(groups == [403: [CalendarProperty.getCTag], 424: [DAVProperty.displayName]])
            #expect(try await front.send("PROPFIND", uri, ["Depth": "0"]).status == .notFound)
        }
    }

    @Test func `RFC 4918 §9.3.1 MKCOL where something is is 405 with Allow`() async throws {
        try await TestFront.run { front in
            let response = try await front.make("/calendars/alice/calendar/", by: DAVElement.mkcol, [calendar])
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow]?.contains("PROPFIND") == true)
        }
    }

    @Test(arguments: [
        ("<mkcol xmlns='DAV:'>", "text/xml", 400), ("<mkcalendar xmlns='DAV:'/>", "text/xml", 422),
        ("xyz", "application/x-foo", 415),
    ])
    func `RFC 4918 §9.3 a body that is no mkcol is refused`(body: String, type: String, status: Int) async throws {
        try await TestFront.run { front in
            let response = try await front.send("MKCOL", uri, ["Content-Type": type], body: body)
            #expect(response.status.code == status)
        }
    }
}
