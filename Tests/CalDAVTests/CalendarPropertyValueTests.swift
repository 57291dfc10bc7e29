import CalDAV
import Testing
import WebDAV

@Suite struct CalendarPropertyValueTests {
    private func roundTrip(_ element: XMLElement) throws -> XMLElement {
        try XMLDocument.parse(XMLDocument.serialise(element))
    }

    @Test func `RFC 4791 §5.2.3 supported components are comp elements with names`() throws {
        let value = try roundTrip(CalendarPropertyValue.supportedComponents(["VEVENT", "VTODO"]))
        #expect(value.name == CalendarProperty.supportedCalendarComponentSet)
        #expect(value.all(CalendarElement.comp).map { $0.attribute("name") } == ["VEVENT", "VTODO"])
    }

    @Test func `RFC 4791 §5.2.4 iCalendar 2.0 is the only supported data`() throws {
        let value = try roundTrip(CalendarPropertyValue.supportedCalendarData())
        let data = try #require(value.first(CalendarElement.calendarData))
        #expect(data.attribute("content-type") == "text/calendar")
        #expect(data.attribute("version") == "2.0")
        #expect(value.children.count == 1)
    }

    @Test func `RFC 4791 §7.5.1 the two required collations are supported, and that of Unicode`() throws {
        let value = try roundTrip(CalendarPropertyValue.supportedCollations())
        #expect(value.name == CalendarProperty.supportedCollationSet)
        #expect(value.children.allSatisfy { $0.name == XMLName(caldav: "supported-collation") })
        #expect(value.children.map(\.text) == ["i;ascii-casemap", "i;octet", "i;unicode-casemap"])
    }

    @Test func `calendar data comes back byte for byte`() throws {
        let octets = Array("BEGIN:VCALENDAR\r\nSUMMARY:a < b & \"ü\"\r\n \tfolded\r\nEND:VCALENDAR\r\n".utf8)
        #expect(Array(try roundTrip(CalendarPropertyValue.calendarData(octets)).text.utf8) == octets)
    }

    @Test func `RFC 8607 §6.1 the server URL is one href or an empty element`() throws {
        let name = XMLName(caldav: "managed-attachments-server-URL")
        let url = "https://attachstore.example.com"
        let href = XMLElement(DAVElement.href, text: url)
        #expect(try roundTrip(CalendarPropertyValue.managedAttachmentsServerURL(url)) == XMLElement(name, [href]))
        #expect(try roundTrip(CalendarPropertyValue.managedAttachmentsServerURL(nil)) == XMLElement(name))
    }

    @Test func `RFC 4791 §4.2 a calendar is a collection and a calendar`() {
        let types = CalendarPropertyValue.calendarResourceType().children.map(\.name)
        #expect(types == [DAVElement.collection, CalendarElement.calendar])
    }

    @Test func `RFC 4791 §5.3.1.2 the body of a MKCALENDAR sets properties`() throws {
        let update = try PropertyUpdate(
            parsing: Array(RFC4791Examples.makeCalendar.utf8),
            root: CalendarElement.mkcalendar
        )
        let names = [
            DAVProperty.displayName, CalendarProperty.calendarDescription,
            CalendarProperty.supportedCalendarComponentSet,
        ]
        #expect(update.instructions.map(\.name) == names)
    }

    @Test func `RFC 8607 §3.2 the DAV field names managed attachments without recurrence`() {
        let capabilities: [DAVCapability] = [
            .class1, .class3, .calendarAccess, .calendarManagedAttachmentsNoRecurrence,
        ]
        let field = "1, 3, calendar-access, calendar-managed-attachments-no-recurrence"
        #expect(DAVCapability.fieldValue(capabilities) == field)
    }

    @Test func `property names with unusual spelling are exact`() {
        #expect(CalendarProperty.getCTag.description == "{http://calendarserver.org/ns/}getctag")
        #expect(CalendarProperty.calendarColor.description == "{http://apple.com/ns/ical/}calendar-color")
        #expect(CalendarProperty.scheduleInboxURL.local == "schedule-inbox-URL")
        #expect(CalendarProperty.maxAttachmentsPerResource.local == "max-attachments-per-resource")
        #expect(DAVProperty.principalURL.local == "principal-URL")
        #expect(DAVProperty.currentUserPrincipal.local == "current-user-principal")
    }
}
