/// A component as the filter of a query names it: where it may be and whether it has a time.
struct FilteredComponent {
    /// What a range of time says about a component.
    enum Time {
        /// RFC 4791 §9.9 says when the component overlaps a range.
        case tested

        /// RFC 4791 §9.9 leaves it without meaning.
        case undefined

        /// The component is of another specification.
        case unknown
    }

    /// The name in upper case.
    let name: String

    /// What a range of time says about the component.
    var time: Time {
        switch name {
        case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VALARM": .tested
        case "VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT": .undefined
        default: .unknown
        }
    }

    /// Tells whether the component may be within another, or, for nil, be the outermost one.
    ///
    /// RFC 4791 §7.8 (CALDAV:valid-filter): "a CALDAV:filter cannot nest a <C:comp name="VEVENT"> element in a
    /// <C:comp name="VTODO"> element". Components of other specifications may be anywhere.
    func isAllowed(in parent: FilteredComponent?) -> Bool {
        guard let parent else { return name == "VCALENDAR" }
        return switch name {
        case "VCALENDAR": false
        case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE": parent.name == "VCALENDAR"
        case "VALARM": parent.name == "VEVENT" || parent.name == "VTODO"
        case "STANDARD", "DAYLIGHT": parent.name == "VTIMEZONE"
        default: true
        }
    }
}
