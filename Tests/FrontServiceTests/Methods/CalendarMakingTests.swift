import CalDAV
import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

@Suite struct CalendarMakingTests {
    @Test func `RFC 5689 §4 MKCOL and MKCALENDAR with the same properties make the same calendar`() async throws {
        let set = [
            XMLElement(DAVProperty.displayName, text: "Work"),
            XMLElement(CalendarProperty.calendarDescription, text: "What is to be done"),
            XMLElement(XMLName(namespace: "urn:example", local: "shelf"), text: "7"),
            CalendarPropertyValue.supportedComponents(["VTODO"]),
        ]
        let names =
            set.map(\.name) + [
                DAVProperty.resourceType, DAVProperty.owner, DAVProperty.supportedReportSet,
                DAVProperty.currentUserPrivilegeSet, CalendarProperty.supportedCalendarData,
            ]
        try await TestFront.run { front async throws in
            let (old, new) = ("/calendars/alice/old/", "/calendars/alice/new/")
            let types = CalendarPropertyValue.calendarResourceType()
            #expect(try await front.make(old, by: CalendarElement.mkcalendar, set).status == .created)
            #expect(try await front.make(new, by: DAVElement.mkcol, [types] + set).status == .created)
            let expected = try await front.properties(names, of: old).properties
            #expect(expected[200]?.count == names.count)
            #expect(try await front.properties(names, of: new).properties == expected)
        }
    }
}
