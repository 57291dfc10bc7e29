package import WebDAV

/// The filter of a query: which calendar object resources are found (`CALDAV:filter`, RFC 4791 §9.7).
package struct CalendarFilter: Hashable, Sendable {
    /// The test of the calendar object, always of the component VCALENDAR.
    package let root: ComponentFilter

    /// Makes a filter of tests of the calendar object.
    package init(_ tests: ComponentFilter.Tests) {
        root = ComponentFilter("VCALENDAR", .isDefined(tests))
    }

    /// Reads a `CALDAV:filter` element.
    ///
    /// - Parameters:
    ///   - element: The element.
    ///   - limits: What a filter may cost at most.
    /// - Throws: `FilterError` for a filter that is not valid or not supported.
    package init(_ element: XMLElement, limits: FilterLimits = .standard) throws(FilterError) {
        var reader = FilterReader(limits: limits)
        root = try reader.filter(element)
    }
}
