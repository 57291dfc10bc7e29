extension CalendarObjectResource {
    /// Holds a resource that is new against the rules of RFC 5545 that peers depend on.
    ///
    /// What is stored is read again without this: it was checked when it came.
    ///
    /// - Throws: ``CalendarObjectError/invalidCalendarData(_:)`` with the first rule that is broken, and its line.
    package func checkConformance() throws(CalendarObjectError) {
        do throws(ICalendarError) {
            try Self.checkScale(of: object.calendar)
            try Self.check(object.calendar)
        } catch {
            throw .invalidCalendarData(error)
        }
    }

    // RFC 5545 §3.7.1: the default of CALSCALE is GREGORIAN, which "implies the Gregorian"; no other value is registered.
    private static func checkScale(of calendar: Component) throws(ICalendarError) {
        guard let scale = calendar.first("CALSCALE"), !scale.value.equalsIgnoringCase("GREGORIAN") else { return }
        throw ICalendarError(line: scale.line ?? 1, reason: .unsupportedCalendarScale)
    }

    /// Checks a component and all that it contains; their depth has a limit.
    private static func check(_ component: Component) throws(ICalendarError) {
        let name = component.name.uppercased()
        try PropertyRules.rules(of: name)?.check(component)
        switch name {
        case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY": try TimeRules.check(component)
        case "VTIMEZONE": try checkObservances(of: component)
        default: break
        }
        for case .component(let inner) in component.contents { try check(inner) }
    }

    // RFC 5545 §3.6.5: "The "VTIMEZONE" calendar component MUST include … at least one definition of a "STANDARD" or
    // "DAYLIGHT" sub-component."
    private static func checkObservances(of zone: Component) throws(ICalendarError) {
        guard !zone.components.contains(where: { $0.isNamed("STANDARD") || $0.isNamed("DAYLIGHT") }) else { return }
        throw ICalendarError(line: zone.line ?? 1, reason: .missingObservance)
    }
}
