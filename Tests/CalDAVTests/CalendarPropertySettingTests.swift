import CalDAV
import HTTPTypes
import Testing
import WebDAV

@Suite struct CalendarPropertySettingTests {
    private func element(_ text: String) throws -> XMLElement {
        let namespaces = """
            xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav' xmlns:A='http://apple.com/ns/ical/'
            """
        let root = try XMLDocument.parse(Array("<root \(namespaces)>\(text)</root>".utf8))
        return try #require(root.children.first)
    }

    @Test(arguments: [
        ("<D:displayname>Lisa's Events</D:displayname>", CalendarPropertySetting.displayName("Lisa's Events")),
        ("<D:displayname/>", .displayName("")),
        (
            "<C:calendar-description xml:lang='fr-CA'>Calendrier</C:calendar-description>",
            .description("Calendrier", language: "fr-CA")
        ),
        ("<C:calendar-description>Work</C:calendar-description>", .description("Work", language: nil)),
        (
            "<C:supported-calendar-component-set><C:comp name='vevent'/><C:comp name='VTODO'/></C:supported-calendar-component-set>",
            .supportedComponents(["VEVENT", "VTODO"])
        ),
        ("<A:calendar-color symbolic-color='custom'>\n#711A76FF\n</A:calendar-color>", .color("#711A76FF")),
        ("<A:calendar-order> -3 </A:calendar-order>", .order(-3)),
        ("<C:calendar-timezone-id> Europe/Paris </C:calendar-timezone-id>", .timezoneID("Europe/Paris")),
        (
            "<C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp>",
            .isTransparent(true)
        ),
        ("<C:schedule-calendar-transp><C:opaque/></C:schedule-calendar-transp>", .isTransparent(false)),
    ])
    func `a property that has a meaning is read`(text: String, setting: CalendarPropertySetting) throws {
        #expect(try CalendarPropertySetting(.set(element(text))) == setting)
    }

    @Test(arguments: [
        "<A:calendar-order>first</A:calendar-order>", "<C:schedule-calendar-transp/>",
        "<C:schedule-calendar-transp><C:opaque/><C:transparent/></C:schedule-calendar-transp>",
        "<C:supported-calendar-component-set/>",
        "<C:supported-calendar-component-set><C:comp name=''/></C:supported-calendar-component-set>",
    ])
    func `RFC 4918 §9.2.1 a value that a property cannot have is a conflict`(text: String) throws {
        let element = try element(text)
        do throws(WebDAVError) {
            _ = try CalendarPropertySetting(.set(element))
            Issue.record("The value was accepted.")
        } catch {
            #expect(error.status.code == 409)
        }
    }

    @Test func `RFC 7809 §3.1.5 the name of a time zone that is not known violates valid-timezone`() throws {
        let element = try element("<C:calendar-timezone-id>Mars/Olympus</C:calendar-timezone-id>")
        do throws(WebDAVError) {
            _ = try CalendarPropertySetting(.set(element))
            Issue.record("The value was accepted.")
        } catch {
            #expect(error.precondition == .validTimezone)
        }
        #expect(try CalendarPropertySetting(.remove(CalendarProperty.calendarTimezoneID)) == .timezoneID(nil))
    }

    @Test func `RFC 4791 §5.3.1.1 a time zone that is none violates valid-calendar-data`() throws {
        let element = try element("<C:calendar-timezone>UTC</C:calendar-timezone>")
        do throws(WebDAVError) {
            _ = try CalendarPropertySetting(.set(element))
            Issue.record("The value was accepted.")
        } catch {
            #expect(error.precondition == .validCalendarData)
        }
    }

    @Test(arguments: [
        (DAVProperty.displayName, CalendarPropertySetting.displayName(nil)),
        (CalendarProperty.calendarColor, .color(nil)),
        (CalendarProperty.calendarDescription, .description(nil, language: nil)),
        (CalendarProperty.calendarTimezone, .timezone(nil)), (CalendarProperty.calendarOrder, .order(nil)),
        (CalendarProperty.scheduleCalendarTransp, .isTransparent(nil)),
    ])
    func `a property that is removed has no value`(name: XMLName, setting: CalendarPropertySetting) throws {
        #expect(try CalendarPropertySetting(.remove(name)) == setting)
    }

    @Test func `another property is left to the server`() throws {
        #expect(try CalendarPropertySetting(.set(element("<D:getetag>x</D:getetag>"))) == nil)
        #expect(try CalendarPropertySetting(.set(element("<x>1</x>"))) == nil)
        #expect(try CalendarPropertySetting(.remove(CalendarProperty.supportedCalendarComponentSet)) == nil)
    }
}
