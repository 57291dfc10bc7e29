import CalDAV
import HTTPTypes
import ICalendar
import Testing
import WebDAV

@Suite struct CalendarTimezoneTests {
    private static let rule = [
        "BEGIN:STANDARD", "DTSTART:19671029T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD",
    ]

    private static func zone(_ lines: [String]) -> String {
        String(decoding: CalendarText.octets(["BEGIN:VTIMEZONE"] + lines + ["END:VTIMEZONE"]), as: UTF8.self)
    }

    @Test func `RFC 4791 §5.2.2 a time zone is an object with one VTIMEZONE`() throws {
        let text = Self.zone(["TZID:US-Eastern"] + Self.rule)
        let zone = try CalendarTimezone(parsing: text)
        #expect(zone.identifier == "US-Eastern")
        #expect(zone.text == text)
        #expect(zone.component.isNamed("VTIMEZONE"))
    }

    @Test(arguments: [
        "", "BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n", zone(rule), zone(["TZID:"] + rule), zone(["TZID:A"]),
        zone(["TZID:A"] + rule + ["END:VTIMEZONE", "BEGIN:VTIMEZONE", "TZID:B"] + rule),
        zone(["TZID:A"] + rule).replacing("VTIMEZONE", with: "VEVENT"),
    ])
    func `RFC 4791 §5.3.1.1 anything else violates valid-calendar-data`(text: String) throws {
        do throws(WebDAVError) {
            _ = try CalendarTimezone(parsing: text)
            Issue.record("The text was accepted.")
        } catch {
            #expect(error.precondition == .validCalendarData)
        }
    }

    private func query(_ inner: String) throws -> CalendarQueryRequest {
        let text = RFC4791Queries.query(filter: RFC4791Queries.event(""))
        return try RFC4791Queries.parse(text.replacing("</C:filter>", with: "</C:filter>" + inner))
    }

    @Test func `RFC 4791 §9.8 a query may have a time zone`() throws {
        let text = Self.zone(["TZID:US-Eastern"] + Self.rule)
        guard case .definition(let zone)? = try query("<C:timezone><![CDATA[\(text)]]></C:timezone>").timezone else {
            Issue.record("The query has no time zone.")
            return
        }
        #expect(zone.identifier == "US-Eastern")
        #expect(try query("").timezone == nil)
        #expect(throws: WebDAVError.self) { try query("<C:timezone>x</C:timezone>") }
    }

    @Test func `RFC 7809 §6.2 a query may name a time zone instead`() throws {
        let identifier = "<C:timezone-id>\nEurope/Paris </C:timezone-id>"
        #expect(try query(identifier).timezone == .identifier("Europe/Paris"))
        let zone = Self.zone(["TZID:A"] + Self.rule)
        #expect(throws: WebDAVError.self) { try query(identifier + "<C:timezone>\(zone)</C:timezone>") }
    }

    @Test func `RFC 4791 §7.3 floating times are read in the zone of the query`() throws {
        let event = try CalendarText.resource("VEVENT", ["DTSTART:20060104T100000", "DURATION:PT1H"])
        let range = "<C:time-range start='20060104T150000Z' end='20060104T160000Z'/>"
        let filter = try RFC4791Queries.parse(RFC4791Queries.query(filter: RFC4791Queries.event(range))).filter
        let zone = Self.zone(["TZID:Office"] + Self.rule)
        for reference in ["<C:timezone>\(zone)</C:timezone>", "<C:timezone-id>America/New_York</C:timezone-id>"] {
            let floating = try #require(try query(reference).timezone).floatingZone()
            #expect(try filter.matches(event, floating: floating))
        }
        #expect(try !filter.matches(event))
    }

    @Test func `RFC 7809 §3.1.6 a name that is not known violates valid-timezone`() throws {
        let reference = TimezoneReference.identifier("Nowhere/At All")
        do throws(WebDAVError) {
            _ = try reference.floatingZone()
            Issue.record("The name is known.")
        } catch {
            #expect(error.precondition == .validTimezone)
        }
    }

    @Test
    func `RFC 4791 §7.8 a time zone whose rules cannot be used violates valid-calendar-data, and its line is told`()
        throws
    {
        let additions = (0..<6_000).map { _ in "19700101" }.joined(separator: ",")
        let texts = [
            Self.zone(["TZID:Office"] + Self.rule.dropLast() + ["RDATE:" + additions, "END:STANDARD"]),
            Self.zone(["TZID:Office"] + Self.rule.filter { !$0.hasPrefix("TZOFFSETTO") }),
        ]
        for (text, message) in zip(texts, ["more than 5000 instances", "TZOFFSETTO is missing"]) {
            let reference = TimezoneReference.definition(try CalendarTimezone(parsing: text))
            do throws(WebDAVError) {
                _ = try reference.floatingZone()
                Issue.record("The zone was accepted.")
            } catch {
                #expect(error.precondition == .validCalendarData)
                #expect(error.message.contains(message))
            }
        }
    }

    @Test(arguments: ["Europe/Berlin", "W. Europe Standard Time", "Etc/GMT+12", "Central Standard Time (Mexico)"])
    func `RFC 7809 §5.2 the zone of a name is defined, and the definition has the name`(name: String) throws {
        let zone = try #require(CalendarTimezone(named: name))
        let read = try CalendarTimezone(parsing: zone.text)
        #expect(read.identifier == name)
        #expect(read.floatingZone != nil)
    }

    @Test(arguments: ["", "Office", "x;y/Europe/Berlin", "x\r\nEND:VTIMEZONE/Europe/Berlin", "é/Europe/Berlin"])
    func `RFC 7809 §5.2 what is no name has no definition`(name: String) {
        #expect(CalendarTimezone(named: name) == nil)
    }

    @Test func `RFC 7809 §3.1.5 the name of a definition is its TZID, also where it is the client's own`() throws {
        #expect(try CalendarTimezone(parsing: Self.zone(["TZID:Office"] + Self.rule)).identifier == "Office")
    }
}
