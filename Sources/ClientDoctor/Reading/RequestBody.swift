import CalDAV
import WebDAV

/// The bodies of the requests of a client.
enum RequestBody {
    /// The media type of the XML bodies.
    static let mediaType = "application/xml; charset=utf-8"

    /// A PROPFIND that asks for properties (RFC 4918 §14.20).
    static func propfind(_ names: [XMLName]) -> [UInt8] {
        XMLDocument.serialise(XMLElement(DAVElement.propfind, [properties(names)]))
    }

    /// A calendar-query for the events that have a managed attachment (RFC 4791 §7.8).
    static func eventsWithFiles() -> [UInt8] {
        let parameter = named(CalendarElement.paramFilter, "MANAGED-ID")
        let property = named(CalendarElement.propFilter, "ATTACH", [parameter])
        let event = named(CalendarElement.compFilter, "VEVENT", [property])
        let calendar = named(CalendarElement.compFilter, "VCALENDAR", [event])
        let filter = XMLElement(CalendarElement.filter, [calendar])
        return XMLDocument.serialise(
            XMLElement(CalendarElement.calendarQuery, [properties([DAVProperty.getETag]), filter])
        )
    }

    private static func properties(_ names: [XMLName]) -> XMLElement {
        XMLElement(DAVElement.prop, names.map { XMLElement($0) })
    }

    private static func named(_ name: XMLName, _ value: String, _ children: [XMLElement] = []) -> XMLElement {
        XMLElement(name, attributes: [XMLAttribute("name", value)], children)
    }
}
