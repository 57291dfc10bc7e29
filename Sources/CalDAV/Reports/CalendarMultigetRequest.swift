package import WebDAV

/// The calendar-multiget report (RFC 4791 §7.9, §9.10).
package struct CalendarMultigetRequest: Hashable, Sendable {
    /// Which properties are asked for; `CALDAV:calendar-data` among them is read as `calendarData`.
    package let selection: PropertySelection

    /// What is asked for of the calendar data, or nil where it is not asked for.
    package let calendarData: CalendarDataRequest?

    /// The resources in the order of the request, as written, each once; never empty.
    package let hrefs: [Href]

    /// Reads the root element of the request.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 4791 §9.10.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT calendar-multiget ((DAV:allprop | DAV:propname | DAV:prop)?, DAV:href+)>
        selection = try PropertySelection(in: element) ?? .properties([])
        calendarData = try CalendarDataRequest(in: selection)
        // RFC 4918 §14.24: "A particular 'href' value MUST NOT appear more than once as the child of a 'response' XML
        // element under a 'multistatus' XML element": one that is asked for twice is answered once.
        // By octets: a String equals another one of the same characters, which may name another resource.
        var seen: Set<[UInt8]> = []
        hrefs = element.all(DAVElement.href).map(\.trimmedText)
            .filter { seen.insert(Array($0.utf8)).inserted }
            .map { Href(written: $0) }
        guard !hrefs.isEmpty else { throw .missingElement(DAVElement.href, in: element.name) }
    }
}
