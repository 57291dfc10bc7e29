import CalDAV
import Testing
import WebDAV

@Suite struct MakeCalendarRequestTests {
    private static let extendedMKCOL = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
          <D:set>
            <D:prop>
              <D:resourcetype><D:collection/><C:calendar/></D:resourcetype>
              <D:displayname>Lisa's Events</D:displayname>
            </D:prop>
          </D:set>
        </D:mkcol>
        """

    private func octets(_ text: String) -> [UInt8] {
        Array(text.utf8)
    }

    @Test func `RFC 4791 §5.3.1.2 a MKCALENDAR sets properties`() throws {
        let request = try MakeCalendarRequest(parsing: octets(RFC4791Examples.makeCalendar))
        #expect(request.isCalendar)
        let names = [
            DAVProperty.displayName, CalendarProperty.calendarDescription,
            CalendarProperty.supportedCalendarComponentSet,
        ]
        #expect(request.properties.map(\.name) == names)
    }

    @Test func `RFC 4791 §5.3.1 a MKCALENDAR may have no body`() throws {
        let request = try MakeCalendarRequest(parsing: [])
        #expect(request.isCalendar)
        #expect(request.properties.isEmpty)
    }

    @Test func `RFC 5689 §3 an extended MKCOL says what it makes`() throws {
        let request = try MakeCalendarRequest(mkcol: octets(Self.extendedMKCOL))
        #expect(request.isCalendar)
        #expect(request.properties == [XMLElement(DAVProperty.displayName, text: "Lisa's Events")])
    }

    @Test(arguments: ["", "<C:addressbook xmlns:C='urn:ietf:params:xml:ns:carddav'/>", "<D:collection/>"])
    func `RFC 5689 §3 an extended MKCOL of another type makes no calendar`(type: String) throws {
        let text = Self.extendedMKCOL.replacing("<D:collection/><C:calendar/>", with: type)
        let request = try MakeCalendarRequest(mkcol: octets(text))
        #expect(!request.isCalendar)
    }

    @Test func `RFC 4918 §9.3 a MKCOL without a body makes a collection`() throws {
        let request = try MakeCalendarRequest(mkcol: [])
        #expect(!request.isCalendar)
        #expect(request.resourceTypes == [DAVElement.collection])
    }

    @Test func `RFC 4918 §17 what is to be removed of a new collection is read over`() throws {
        let text = Self.extendedMKCOL.replacing(
            "</D:mkcol>",
            with: "<D:remove><D:prop><D:displayname/></D:prop></D:remove></D:mkcol>"
        )
        let request = try MakeCalendarRequest(mkcol: octets(text))
        #expect(request == (try MakeCalendarRequest(mkcol: octets(Self.extendedMKCOL))))
    }

    @Test(arguments: [
        "<propertyupdate xmlns='DAV:'><set><prop/></set></propertyupdate>", "<mkcalendar xmlns='DAV:'/>", "x",
    ])
    func `RFC 4791 §5.3.1 another body is refused`(text: String) {
        #expect(throws: XMLError.self) { try MakeCalendarRequest(parsing: octets(text)) }
        #expect(throws: XMLError.self) { try MakeCalendarRequest(mkcol: octets(text)) }
    }
}
