/// The rules of RFC 5545 §3.6.1 to §3.6.3 whose breach would make a component ambiguous.
///
/// Data that is stored keeps them, and so they are all that is asked of it when it is read again. What new data has to
/// keep besides is in ``PropertyRules`` and ``TimeRules``.
enum ComponentRules {
    // "The following … MUST NOT occur more than once."
    private static let single = [
        "UID", "DTSTAMP", "DTSTART", "DTEND", "DUE", "DURATION", "RECURRENCE-ID", "ORGANIZER", "SEQUENCE",
        "LAST-MODIFIED",
    ]

    private static let dates = ["DTSTART", "DTEND", "DUE", "RECURRENCE-ID"]

    /// Checks one component of a calendar object resource.
    ///
    /// - Parameter component: A VEVENT, VTODO, VJOURNAL or other component directly in VCALENDAR.
    /// - Throws: The first rule that is broken, with its line.
    static func check(_ component: Component) throws(ICalendarError) {
        for name in single { try checkSingle(name, in: component) }
        for name in dates { try checkDate(name, in: component) }
        // RFC 5545 §3.6.1: "either 'dtend' or 'duration' MAY appear in a 'eventprop', but 'dtend' and 'duration' MUST
        // NOT occur in the same 'eventprop'"; §3.6.2 has the same of DUE.
        try checkExclusive("DTEND", "DURATION", in: component)
        try checkExclusive("DUE", "DURATION", in: component)
        // RFC 5545 §3.6.1: DTSTART "is REQUIRED if the component appears in an iCalendar object that doesn't specify
        // the "METHOD" property".
        guard !component.isNamed("VEVENT") || component.has("DTSTART") else {
            throw fault(.missingProperty("DTSTART", component: component.name), at: component.line)
        }
    }

    private static func checkSingle(_ name: String, in component: Component) throws(ICalendarError) {
        guard let second = component.second(name) else { return }
        throw fault(.repeatedProperty(name, component: component.name), at: second.line)
    }

    private static func checkDate(_ name: String, in component: Component) throws(ICalendarError) {
        guard let property = component.first(name), !DateTimeSyntax.isDateOrDateTime(property.valueOctets) else {
            return
        }
        throw fault(.invalidValue(property: name), at: property.line)
    }

    private static func checkExclusive(_ one: String, _ other: String, in component: Component) throws(ICalendarError) {
        guard component.has(one), let second = component.first(other) else { return }
        throw fault(.conflictingProperties(one, other), at: second.line)
    }

    private static func fault(_ reason: ICalendarError.Reason, at line: Int?) -> ICalendarError {
        ICalendarError(line: line ?? 1, reason: reason)
    }
}
