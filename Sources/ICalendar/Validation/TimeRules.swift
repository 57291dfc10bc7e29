/// The rules of RFC 5545 on times of a component that depend on each other.
///
/// Deliberately not enforced, because programs in use break it: an end later than the start, and RECURRENCE-ID and UNTIL
/// of the value type of DTSTART (`Docs/standards/rfc5545.md`).
enum TimeRules {
    /// Checks the times of a VEVENT, VTODO, VJOURNAL, or VFREEBUSY.
    ///
    /// - Parameter component: The component, whose times are well formed.
    /// - Throws: The first rule that is broken, with its line.
    static func check(_ component: Component) throws(ICalendarError) {
        // RFC 5545 §3.8.2.2 of DTEND: "The value type of this property MUST be the same as the "DTSTART" property";
        // §3.8.2.3 has the same of DUE.
        for name in ["DTEND", "DUE"] { try checkType(of: name, in: component) }
        // RFC 5545 §3.6.2: "If 'duration' appear in a 'todoprop', then 'dtstart' MUST also appear in the same 'todoprop'."
        if component.isNamed("VTODO") { try checkStart(of: "DURATION", in: component, else: []) }
        // RFC 5545 §3.8.2.4: DTSTART "is REQUIRED in all types of recurring calendar components that specify the "RRULE"
        // property". Tasks of programs in use repeat by DUE alone.
        for name in ["RRULE", "RDATE"] { try checkStart(of: name, in: component, else: ["DUE"]) }
    }

    private static func checkType(of name: String, in component: Component) throws(ICalendarError) {
        guard let start = component.first("DTSTART"), let end = component.first(name) else { return }
        guard isDate(start) != isDate(end) else { return }
        throw ICalendarError(line: end.line ?? 1, reason: .differentTypes(name, "DTSTART"))
    }

    private static func checkStart(
        of name: String,
        in component: Component,
        else others: [String]
    ) throws(ICalendarError) {
        guard let property = component.first(name) else { return }
        guard !component.has("DTSTART"), !others.contains(where: component.has) else { return }
        let reason = ICalendarError.Reason.missingProperty("DTSTART", component: component.name)
        throw ICalendarError(line: property.line ?? 1, reason: reason)
    }

    /// Programs in use forget VALUE=DATE, so that the form of the value decides.
    private static func isDate(_ property: Property) -> Bool {
        property.valueOctets.count == 8
    }
}
