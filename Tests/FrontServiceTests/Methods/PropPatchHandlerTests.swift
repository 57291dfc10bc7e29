import CalDAV
import CalendarStore
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct PropPatchHandlerTests {
    private let calendar = "/calendars/alice/calendar/"
    private let object = "/calendars/alice/calendar/e1.ics"
    private let dead = XMLName(namespace: "urn:example:ns", local: "shelf")

    @Test func `live properties of a calendar are set, changed, and removed`() async throws {
        try await TestFront.run { front in
            let properties = [
                XMLElement(DAVProperty.displayName, text: "Arbeit", language: "de"),
                XMLElement(CalendarProperty.calendarDescription, text: "a <b> & c", language: "en"),
                XMLElement(CalendarProperty.calendarTimezone, text: SampleTimezone.berlin),
                XMLElement(CalendarProperty.calendarColor, text: "#00FF00"),
                XMLElement(CalendarProperty.calendarOrder, text: "-2"),
                XMLElement(CalendarProperty.scheduleCalendarTransp, [XMLElement(CalendarElement.transparent)]),
            ]
            let names = properties.map(\.name)
            let response = try await front.patch(calendar, set: properties)
            #expect(try Multistatus(response).entries[calendar]?.properties[200]?.map(\.name) == names)
            let stored = try await front.properties(names, of: calendar)
            for property in properties { #expect(stored.found(property.name) == property) }
            _ = try await front.patch(calendar, remove: names)
            let removed = try await front.properties(names, of: calendar)
            #expect(removed.properties[404]?.map(\.name) == Array(names.dropLast()))
            #expect(
                removed.found(CalendarProperty.scheduleCalendarTransp)?.children.map(\.name) == [CalendarElement.opaque]
            )
        }
    }

    @Test func `RFC 4918 §8.6, §15.7 properties of an object change neither its tag nor its date`() async throws {
        let names = [DAVProperty.getETag, DAVProperty.getLastModified]
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let before = try await front.properties(names, of: object)
            _ = try await front.patch(object, set: [XMLElement(dead, text: "7")])
            let after = try await front.properties(names, of: object)
            #expect(after.properties[200]?.count == 2)
            #expect(after.properties == before.properties)
        }
    }

    @Test(arguments: ["", "calendar/", "inbox/", "calendar/e1.ics"])
    func `RFC 4918 §4.3 a property of the client comes back as it was set`(path: String) async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let uri = "/calendars/alice/" + path
            let inner = XMLElement(
                XMLName(namespace: "urn:other", local: "b"),
                attributes: [XMLAttribute("c", "d\"e")],
                text: " spaces\r\nand lines "
            )
            let property = XMLElement(
                dead,
                attributes: [XMLAttribute(name: .language, value: "fr")],
                content: [.text("before "), .element(inner), .text(" after")]
            )
            let plain = XMLElement(XMLName(namespace: "", local: "plain"), text: "1")
            let response = try await front.patch(uri, set: [property, plain])
            #expect(try Multistatus(response).entries[uri]?.properties[200]?.count == 2)
            let stored = try await front.properties([dead, plain.name], of: uri)
            #expect(stored.found(dead) == property)
            #expect(stored.found(plain.name) == plain)
            _ = try await front.patch(uri, remove: [dead])
            #expect(try await front.properties([dead], of: uri).properties[404]?.map(\.name) == [dead])
            #expect(try await front.properties([plain.name], of: uri).found(plain.name) == plain)
        }
    }

    @Test func `RFC 4918 §9.1 allprop and propname tell of dead properties, of members too`() async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let property = XMLElement(dead, text: "7")
            for uri in [calendar, object] { _ = try await front.patch(uri, set: [property]) }
            for (selection, value) in [("allprop", property), ("propname", XMLElement(dead))] {
                let body = "<propfind xmlns='DAV:'><\(selection)/></propfind>"
                let answer = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "1"], body: body))
                for uri in [calendar, object] { #expect(try answer.found(dead, of: uri) == value) }
            }
        }
    }

    @Test func `RFC 4918 §4.3 the language around a property belongs to it`() async throws {
        try await TestFront.run { front in
            let body = """
                <propertyupdate xmlns='DAV:' xml:lang='en'><set xml:lang='de'><prop><displayname>Arbeit</displayname>\
                <s:shelf xmlns:s='urn:example:ns' xml:lang='fr'>A</s:shelf></prop></set></propertyupdate>
                """
            let response = try await front.send("PROPPATCH", calendar, body: body)
            #expect(response.status == .multiStatus)
            let stored = try await front.properties([DAVProperty.displayName, dead], of: calendar)
            #expect(stored.found(DAVProperty.displayName)?.language == "de")
            #expect(stored.found(dead)?.language == "fr")
        }
    }

    @Test(arguments: [
        DAVProperty.getETag, DAVProperty.resourceType, DAVProperty.syncToken, DAVProperty.owner,
        DAVProperty.lockDiscovery,
        DAVProperty.quotaAvailableBytes, DAVProperty.creationDate, CalendarProperty.getCTag,
        CalendarProperty.supportedCalendarComponentSet, CalendarProperty.maxResourceSize, DAVProperty.addMember,
    ])
    func `RFC 4918 §9.2 with a protected property nothing is set`(name: XMLName) async throws {
        try await TestFront.run { front in
            let settable = [XMLElement(DAVProperty.displayName, text: "Other"), XMLElement(dead, text: "7")]
            for uri in [calendar, "/calendars/alice/"] {
                let response = try await front.patch(uri, set: [settable[1], XMLElement(name, text: "1")])
                let entry = try #require(try Multistatus(response).entries[uri])
                #expect(entry.properties[403]?.map(\.name) == [name])
                #expect(entry.properties[424]?.map(\.name) == [dead])
                #expect(String(buffer: response.body).contains("cannot-modify-protected-property"))
            }
            let response = try await front.patch(calendar, set: settable, remove: [name])
            #expect(try Multistatus(response).entries[calendar]?.properties[424]?.map(\.name) == settable.map(\.name))
            let stored = try await front.properties(settable.map(\.name), of: calendar)
            #expect(stored.found(DAVProperty.displayName)?.text == "Calendar")
            #expect(stored.properties[404]?.map(\.name) == [dead])
        }
    }

    @Test(arguments: [
        (XMLElement(CalendarProperty.calendarOrder, text: "first"), 409),
        (XMLElement(CalendarProperty.calendarTimezone, text: "Europe/Berlin"), 403),
        (XMLElement(CalendarProperty.scheduleCalendarTransp), 409),
        (XMLElement(DAVProperty.displayName, text: String(repeating: "a", count: 70_000)), 409),
    ])
    func `RFC 4918 §9.2.1 a value that a property cannot have is refused`(
        property: XMLElement,
        status: Int
    ) async throws {
        try await TestFront.run { front in
            let response = try await front.patch(calendar, set: [XMLElement(dead, text: "7"), property])
            let entry = try #require(try Multistatus(response).entries[calendar])
            #expect(entry.properties[status]?.map(\.name) == [property.name])
            #expect(entry.properties[424]?.map(\.name) == [dead])
        }
    }

    @Test func `RFC 4918 §9.2 instructions take effect in the order of the document`() async throws {
        try await TestFront.run { front in
            let body = """
                <propertyupdate xmlns='DAV:' xmlns:s='urn:example:ns'><remove><prop><s:shelf/></prop></remove>\
                <set><prop><s:shelf>1</s:shelf><displayname>First</displayname></prop></set>\
                <set><prop><s:shelf>2</s:shelf><displayname>Second</displayname></prop></set></propertyupdate>
                """
            _ = try await front.send("PROPPATCH", calendar, body: body)
            let stored = try await front.properties([dead, DAVProperty.displayName], of: calendar)
            #expect(stored.found(dead)?.text == "2")
            #expect(stored.found(DAVProperty.displayName)?.text == "Second")
        }
    }

    @Test func `RFC 4918 §9.2.1 more properties than there is space for are 507, and none is kept`() async throws {
        try await TestFront.run { front in
            let large = XMLElement(
                dead,
                text: String(repeating: "a", count: PropertyOwner.calendar(.random()).maximumBytes)
            )
            let name = XMLElement(DAVProperty.displayName, text: "Other")
            let response = try await front.patch(calendar, set: [name, large])
            let entry = try #require(try Multistatus(response).entries[calendar])
            #expect(entry.properties[507]?.map(\.name) == [dead])
            #expect(entry.properties[424]?.map(\.name) == [DAVProperty.displayName])
            let stored = try await front.properties([DAVProperty.displayName, dead], of: calendar)
            #expect(stored.found(DAVProperty.displayName)?.text == "Calendar")
            #expect(stored.found(dead) == nil)
        }
    }

    @Test func `an object has less space for properties than a calendar`() async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let large = XMLElement(dead, text: String(repeating: "a", count: 16 << 10))
            #expect(
                try Multistatus(try await front.patch(calendar, set: [large])).entries[calendar]?.properties[200] != nil
            )
            let refused = try Multistatus(try await front.patch(object, set: [large])).entries[object]
            #expect(refused?.properties[507]?.map(\.name) == [dead])
            #expect(try await front.properties([dead], of: object).found(dead) == nil)
        }
    }

    @Test func `RFC 4918 §9.2 more instructions than the limit are refused with 413, and none takes effect`()
        async throws
    {
        try await TestFront.run { front in
            let limit = PropertyPlan.maximumInstructions
            let names = (0...limit).map { XMLName(namespace: "urn:x", local: "a\($0)") }
            let property = XMLElement(dead, text: "7")
            let refused = try await front.patch(calendar, set: [property], remove: Array(names.dropLast()))
            #expect(refused.status == .contentTooLarge)
            #expect(try await front.properties([dead], of: calendar).found(dead) == nil)
            let taken = try await front.patch(calendar, remove: Array(names.dropLast()))
            #expect(try Multistatus(taken).entries[calendar]?.properties[200]?.count == limit)
        }
    }

    @Test func `the name of an object is the client's, that of a home is not`() async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let name = XMLElement(DAVProperty.displayName, text: "Market")
            _ = try await front.patch(object, set: [name])
            #expect(try await front.properties([name.name], of: object).found(name.name) == name)
            let response = try await front.patch("/calendars/alice/", set: [name])
            #expect(try Multistatus(response).entries["/calendars/alice/"]?.properties[403]?.count == 1)
        }
    }

    @Test(arguments: [("bob", "calendar/"), ("bob", ""), ("admin", "calendar/e1.ics"), ("bob", "calendar/none.ics")])
    func `a stranger sets nothing`(user: String, path: String) async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let property = XMLElement(dead, text: "7")
            let response = try await front.patch("/calendars/alice/" + path, set: [property], as: user)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(dav: "need-privileges"))
        }
    }

    @Test(arguments: [
        ("/principals/users/alice/", 403), ("/calendars/alice/none/", 404), ("/calendars/alice/calendar/none.ics", 404),
        ("/", 405), ("/calendars/", 405), ("/principals/users/", 405),
    ])
    func `what has no properties of clients refuses them`(path: String, status: Int) async throws {
        try await TestFront.run { front in
            let response = try await front.patch(path, set: [XMLElement(dead, text: "7")])
            #expect(response.status.code == status)
        }
    }

    @Test func `a PROPPATCH with a stale If-Match is refused with 412`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(object, SampleEvent.text())
            let property = XMLElement(dead, text: "7")
            let stale = try await front.patch(object, set: [property], ["If-Match": "\"x\""])
            #expect(stale.status == .preconditionFailed)
            #expect(try await front.properties([dead], of: object).found(dead) == nil)
            #expect(try await front.patch(object, set: [property], ["If-Match": tag]).status == .multiStatus)
            #expect(try await front.send("GET", object).headers[.eTag] == tag)
        }
    }

    @Test func `RFC 8144 §2.2 return=minimal spares the multistatus where everything was set, and only there`()
        async throws
    {
        try await TestFront.run { front in
            let prefer = ["Prefer": "return=minimal"]
            let set = try await front.patch(calendar, set: [XMLElement(dead, text: "7")], prefer)
            #expect(set.status == .noContent)
            #expect(set.headers[.preferenceApplied] == "return=minimal")
            let refused = try await front.patch(calendar, set: [XMLElement(DAVProperty.getETag, text: "7")], prefer)
            #expect(refused.status == .multiStatus)
        }
    }

    @Test(arguments: [
        ("", 400), ("<propertyupdate", 400), ("<propfind xmlns='DAV:'/>", 422), ("<propertyupdate xmlns='DAV:'/>", 422),
        ("<propertyupdate xmlns='DAV:'><set><prop/></set></propertyupdate>", 422),
        ("<!DOCTYPE a><propertyupdate xmlns='DAV:'/>", 403),
    ])
    func `a body that is no propertyupdate is refused`(body: String, status: Int) async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send("PROPPATCH", calendar, body: body).status.code == status)
        }
    }
}
