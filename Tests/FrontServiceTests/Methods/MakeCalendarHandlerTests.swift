import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct MakeCalendarHandlerTests {
    private let uri = "/calendars/alice/work/"
    private let dead = XMLName(namespace: "urn:example", local: "shelf")

    private func isMade(on front: TestFront) async throws -> Bool {
        try await front.send("PROPFIND", uri, ["Depth": "0"]).status == .multiStatus
    }

    private func components(of uri: String, on front: TestFront) async throws -> [String?]? {
        let name = CalendarProperty.supportedCalendarComponentSet
        return try await front.properties([name], of: uri).found(name)?.children.map { $0.attribute("name") }
    }

    @Test func `RFC 4791 §5.3.1 a calendar is made with all properties of the request`() async throws {
        try await TestFront.run { front in
            let properties = [
                XMLElement(DAVProperty.displayName, text: "Arbeit", language: "de"),
                XMLElement(CalendarProperty.calendarDescription, text: "Was zu tun ist", language: "de"),
                XMLElement(CalendarProperty.calendarTimezone, text: SampleTimezone.berlin),
                XMLElement(CalendarProperty.calendarColor, text: "#FF2968FF"),
                XMLElement(CalendarProperty.calendarOrder, text: "3"),
                XMLElement(
                    CalendarProperty.scheduleCalendarTransp,
                    [XMLElement(CalendarElement.transparent)]
                ),
                CalendarPropertyValue.supportedComponents(["VTODO"]),
                XMLElement(dead, [XMLElement(dead, text: "7")]),
            ]
            let response = try await front.make(uri, by: CalendarElement.mkcalendar, properties)
            #expect(response.status == .created)
            #expect(response.headers[.cacheControl] == "no-cache")
            #expect(response.body.readableBytes == 0)
            let stored = try await front.properties(properties.map(\.name) + [DAVProperty.resourceType], of: uri)
            for property in properties { #expect(stored.found(property.name) == property) }
            let types = stored.found(DAVProperty.resourceType)?.children.map(\.name)
            #expect(types == [DAVElement.collection, CalendarElement.calendar])
        }
    }

    @Test(arguments: [CalendarElement.mkcalendar, DAVElement.mkcol])
    func `more properties than the limit are refused with 413, and no calendar is made`(root: XMLName) async throws {
        try await TestFront.run { front in
            let properties = (0...PropertyPlan.maximumInstructions).map {
                XMLElement(XMLName(namespace: "urn:x", local: "a\($0)"))
            }
            let response = try await front.make(uri, by: root, properties)
            #expect(response.status == .contentTooLarge)
            #expect(try await isMade(on: front) == false)
        }
    }

    @Test func `a calendar that is made for tasks takes no events`() async throws {
        try await TestFront.run { front in
            let set = CalendarPropertyValue.supportedComponents(["VTODO", "VTODO"])
            _ = try await front.make(uri, by: CalendarElement.mkcalendar, [set])
            #expect(try await components(of: uri, on: front) == ["VTODO"])
            let event = try await front.send("PUT", uri + "e.ics", body: SampleEvent.text())
            #expect(try precondition(of: event)?.name == XMLName(caldav: "supported-calendar-component"))
            try await front.put(uri + "t.ics", SampleEvent.text().replacing("VEVENT", with: "VTODO"))
        }
    }

    @Test func `a MKCALENDAR without a body makes a calendar without a name that takes every component`() async throws {
        try await TestFront.run { front in
            #expect(try await front.send("MKCALENDAR", uri).status == .created)
            let every = ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"]
            #expect(try await components(of: uri, on: front) == every)
            let name = try await front.properties([DAVProperty.displayName], of: uri)
            #expect(name.properties[404]?.map(\.name) == [DAVProperty.displayName])
            try await front.put(uri + "e.ics", SampleEvent.text())
        }
    }

    @Test(arguments: [
        ([], true), ([CalendarElement.calendar], true), ([DAVElement.collection, CalendarElement.calendar], true),
        ([DAVElement.principal], false), ([DAVElement.collection, CalendarElement.scheduleInbox], false),
    ])
    func `RFC 4791 §5.3.1 a MKCALENDAR makes a calendar, and nothing of another type`(
        types: [XMLName],
        isDone: Bool
    ) async throws {
        try await TestFront.run { front async throws in
            let properties = [
                CalendarPropertyValue.resourceType(types), XMLElement(DAVProperty.displayName, text: "Work"),
            ]
            let response = try await front.make(uri, by: CalendarElement.mkcalendar, properties)
            #expect(try await isMade(on: front) == isDone)
            guard !isDone else { return #expect(response.status == .created) }
            let told = try #require(try Multistatus(response).entries[uri]?.properties)
            #expect(told[403]?.map(\.name) == [DAVProperty.resourceType])
            #expect(told[424]?.map(\.name) == [DAVProperty.displayName])
        }
    }

    @Test func `a calendar is made with and without the closing slash`() async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send("MKCALENDAR", "/calendars/alice/work").status == .created)
            #expect(try await isMade(on: front))
        }
    }

    @Test(arguments: ["calendar/", "tasks", "inbox/", "outbox/"])
    func `RFC 4791 §5.3.1 resource-must-be-null`(name: String) async throws {
        try await TestFront.run { front in
            let response = try await front.send("MKCALENDAR", "/calendars/alice/" + name)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(dav: "resource-must-be-null"))
        }
    }

    @Test(arguments: ["MKCALENDAR", "MKCOL"])
    func `RFC 4791 §5.3.1 calendar-collection-location-ok no calendar is within a calendar`(
        method: String
    ) async throws {
        try await TestFront.run { front in
            let response = try await front.send(method, "/calendars/alice/calendar/within")
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(caldav: "calendar-collection-location-ok"))
        }
    }

    @Test(arguments: ["", "BEGIN:VCALENDAR", SampleTimezone.berlin.replacing("VTIMEZONE", with: "VEVENT")])
    func `RFC 4791 §5.3.1 valid-calendar-data of the time zone`(text: String) async throws {
        try await TestFront.run { front in
            let zone = XMLElement(CalendarProperty.calendarTimezone, text: text)
            let response = try await front.make(uri, by: CalendarElement.mkcalendar, [zone])
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(caldav: "valid-calendar-data"))
            #expect(try await isMade(on: front) == false)
        }
    }

    @Test func `RFC 3744 §3.9 DAV-bind on the home is needed`() async throws {
        try await TestFront.run { front in
            for user in ["bob", "admin"] {
                let response = try await front.send("MKCALENDAR", uri, as: user)
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == XMLName(dav: "need-privileges"))
            }
            #expect(try await isMade(on: front) == false)
        }
    }

    @Test func `RFC 4791 §5.3.1.1 without a home it is 409`() async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send("MKCALENDAR", "/calendars/nobody/work/").status == .conflict)
        }
    }

    @Test func `RFC 4791 §5.3.1.1 a property that cannot be set is 207, and nothing is made`() async throws {
        try await TestFront.run { front in
            let properties = [
                XMLElement(DAVProperty.displayName, text: "Work"), XMLElement(DAVProperty.getETag, text: "\"x\""),
                XMLElement(CalendarProperty.calendarOrder, text: "first"),
            ]
            let response = try await front.make(uri, by: CalendarElement.mkcalendar, properties)
            let entry = try #require(try Multistatus(response).entries[uri])
            #expect(entry.properties[424]?.map(\.name) == [DAVProperty.displayName])
            #expect(entry.properties[403]?.map(\.name) == [DAVProperty.getETag])
            #expect(entry.properties[409]?.map(\.name) == [CalendarProperty.calendarOrder])
            #expect(try await isMade(on: front) == false)
        }
    }

    @Test(arguments: ["VALARM", "VTIMEZONE", "X-THING", ""])
    func `a calendar is made for no component that is no object`(name: String) async throws {
        try await TestFront.run { front in
            let set = CalendarPropertyValue.supportedComponents(["VEVENT", name])
            let response = try await front.make(uri, by: CalendarElement.mkcalendar, [set])
            #expect(try Multistatus(response).entries[uri]?.properties[409]?.map(\.name) == [set.name])
        }
    }

    @Test(arguments: [
        ("<C:mkcalendar xmlns:C='urn:ietf:params:xml:ns:caldav'>", "text/xml", 400),
        ("<mkcol xmlns='DAV:'/>", "text/xml", 422), ("<mkcalendar/>", "application/xml", 422),
        ("<!DOCTYPE a><C:mkcalendar xmlns:C='urn:ietf:params:xml:ns:caldav'/>", "text/xml", 403),
        ("<C:mkcalendar xmlns:C='urn:ietf:params:xml:ns:caldav'/>", "application/json", 415),
        ("BEGIN", "text/xml", 400),
    ])
    func `a body that is no mkcalendar is refused`(body: String, type: String, status: Int) async throws {
        try await TestFront.run { front in
            let response = try await front.send("MKCALENDAR", uri, ["Content-Type": type], body: body)
            #expect(response.status.code == status)
            #expect(try await isMade(on: front) == false)
        }
    }

    @Test func `RFC 4918 §17 elements that MKCALENDAR does not have are read over`() async throws {
        let body = """
            <C:mkcalendar xmlns:C='urn:ietf:params:xml:ns:caldav' xmlns='DAV:' x='y'><remove><prop><displayname/></prop></remove>\
            <set><prop><displayname>Plans</displayname></prop></set><x/></C:mkcalendar>
            """
        try await TestFront.run { front in
            let response = try await front.send("MKCALENDAR", uri, ["Content-Type": "text/xml"], body: body)
            #expect(response.status == .created)
            let listing = try Multistatus(try await front.send("PROPFIND", uri, ["Depth": "0"]))
            #expect(try listing.found(DAVProperty.displayName, of: uri).text == "Plans")
        }
    }

    @Test(arguments: [("If-Match", "*"), ("If-Match", "\"x\""), ("If", "([\"x\"])"), ("If", "(<urn:x>)")])
    func `a condition that does not hold refuses MKCALENDAR with 412`(field: String, value: String) async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send("MKCALENDAR", uri, [field: value]).status == .preconditionFailed)
            #expect(try await isMade(on: front) == false)
            #expect(try await front.send("MKCALENDAR", uri, ["If-None-Match": "*"]).status == .created)
        }
    }

    @Test func `RFC 8144 §2.3 return=minimal is honoured by an answer without a body`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("MKCALENDAR", uri, ["Prefer": "return=minimal"])
            #expect(response.status == .created)
            #expect(response.headers[.preferenceApplied] == "return=minimal")
            #expect(response.body.readableBytes == 0)
        }
    }

    @Test(arguments: ["/", "/calendars/", "/calendars/alice/", "/principals/users/alice/"])
    func `MKCALENDAR has no place above calendars`(path: String) async throws {
        try await TestFront.run { front async throws in
            #expect(try await front.send("MKCALENDAR", path).status == .methodNotAllowed)
        }
    }
}
