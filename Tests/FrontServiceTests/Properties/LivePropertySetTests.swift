import CalDAV
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

@Suite struct LivePropertySetTests {
    private let calendar = "/calendars/alice/calendar/"

    /// Returns the names that a resource tells as those of its live properties.
    private func names(of uri: String, on front: TestFront) async throws -> [XMLName] {
        let answer = try await front.properties([DAVProperty.supportedLivePropertySet], of: uri)
        let set = try #require(answer.found(DAVProperty.supportedLivePropertySet))
        let properties = set.all(DAVElement.supportedLiveProperty)
        #expect(properties.count == set.children.count)
        return try properties.map { property in
            let names = try #require(property.first(DAVElement.prop)).children.map(\.name)
            return try #require(names.count == 1 ? names.first : nil)
        }
    }

    @Test func `RFC 5995 §3.2.1 a calendar tells that add-member is a live property`() async throws {
        try await TestFront.run { front in
            let names = try await names(of: calendar, on: front)
            #expect(
                Set(names).isSuperset(of: [
                    DAVProperty.addMember, DAVProperty.quotaUsedBytes, DAVProperty.syncToken,
                    DAVProperty.supportedLivePropertySet, CalendarProperty.calendarDescription,
                ])
            )
            #expect(names.count == Set(names).count)
        }
    }

    @Test(arguments: ["/", "/principals/users/alice/", "/calendars/alice/", "/calendars/alice/calendar/a.ics"])
    func `RFC 3253 §3.1.4 every live property that a resource has is told, and none that it does not have`(
        uri: String
    ) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let body = XMLDocument.serialise(XMLElement(DAVElement.propfind, [XMLElement(DAVElement.propname)]))
            let listing = try Multistatus(try await front.send("PROPFIND", uri, ["Depth": "0"], octets: body))
            let present = try #require(listing.entries[uri]?.properties[200]).map(\.name)
            #expect(try await names(of: uri, on: front) == present)
        }
    }

    @Test func `RFC 3253 §3.1.4 the property is not in allprop, and cannot be set`() async throws {
        let name = DAVProperty.supportedLivePropertySet
        try await TestFront.run { front in
            let listing = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "0"]))
            #expect(listing.entries[calendar]?.found(name) == nil)
            let set = XMLElement(DAVElement.set, [XMLElement(DAVElement.prop, [XMLElement(name)])])
            let body = XMLDocument.serialise(XMLElement(DAVElement.propertyupdate, [set]))
            let answer = try Multistatus(try await front.send("PROPPATCH", calendar, octets: body))
            #expect(answer.entries[calendar]?.properties[403]?.map(\.name) == [name])
        }
    }
}
