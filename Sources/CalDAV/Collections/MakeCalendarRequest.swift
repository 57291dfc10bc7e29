package import WebDAV

/// What a MKCALENDAR or an extended MKCOL makes (RFC 4791 §5.3.1, RFC 5689 §3).
package struct MakeCalendarRequest: Hashable, Sendable {
    /// The types of the new collection.
    package let resourceTypes: Set<XMLName>

    /// The properties that the new collection gets, in the order of the document, without `DAV:resourcetype`.
    package let properties: [XMLElement]

    /// Whether a calendar is to be made.
    ///
    /// A server refuses another combination of types with `DAV:valid-resourcetype` (RFC 5689 §3.3).
    package var isCalendar: Bool {
        resourceTypes == Self.calendar
    }

    private static let calendar: Set<XMLName> = [DAVElement.collection, CalendarElement.calendar]

    /// Parses the body of a MKCALENDAR, which may be empty.
    ///
    /// - Throws: `XMLError` for a body that is no `CALDAV:mkcalendar`.
    package init(parsing body: [UInt8], limits: XMLLimits = .standard) throws(XMLError) {
        // RFC 4791 §5.3.1: "If a request body is included, it MUST be a CALDAV:mkcalendar XML element."
        let settings = try Self.settings(in: body, CalendarElement.mkcalendar, limits)
        // RFC 4791 §5.3.1: it makes a calendar, as clients may say once more; of another type it would be none.
        let named = settings.last { $0.name == DAVProperty.resourceType }?.children.map(\.name) ?? []
        resourceTypes = Self.calendar.union(named)
        properties = settings.filter { $0.name != DAVProperty.resourceType }
    }

    /// Parses the body of a MKCOL, which may be empty.
    ///
    /// - Throws: `XMLError` for a body that is no `DAV:mkcol`.
    package init(mkcol body: [UInt8], limits: XMLLimits = .standard) throws(XMLError) {
        let settings = try Self.settings(in: body, DAVElement.mkcol, limits)
        let types = settings.last { $0.name == DAVProperty.resourceType }
        // RFC 5689 §3: the property DAV:resourcetype of the request says which kind of collection is made.
        resourceTypes = types.map { Set($0.children.map(\.name)) } ?? [DAVElement.collection]
        properties = settings.filter { $0.name != DAVProperty.resourceType }
    }

    private static func settings(
        in body: [UInt8],
        _ root: XMLName,
        _ limits: XMLLimits
    ) throws(XMLError) -> [XMLElement] {
        guard !body.isEmpty else { return [] }
        let element = try XMLDocument.parse(body, limits: limits)
        guard element.name == root else { throw .unexpectedRoot(element.name, expected: [root]) }
        // <!ELEMENT mkcalendar (DAV:set)>  <!ELEMENT mkcol (set+)>
        // RFC 4918 §17: documents are processed "as if unexpected elements … were not there", and a DAV:remove is one here.
        return element.all(DAVElement.set).flatMap { $0.settings(in: element.language) }
    }
}
