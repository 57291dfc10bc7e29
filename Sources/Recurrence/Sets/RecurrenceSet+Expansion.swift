package import ICalendar

extension RecurrenceSet {
    private static let recurrenceProperties = ["RRULE", "RDATE", "EXDATE", "EXRULE"]

    /// Expands the instances that meet a range, each to a component of its own (RFC 4791 §9.6.5).
    ///
    /// - Parameters:
    ///   - range: The range.
    ///   - budget: The bound on work and instances.
    /// - Returns: The components, ordered by their starts.
    /// - Throws: The budget is exceeded.
    package func expanded(
        overlapping range: Range<UTCTime>,
        budget: RecurrenceBudget = .standard
    ) throws(RecurrenceError) -> [Component] {
        try instances(overlapping: range, budget: budget).map(expanded)
    }

    /// Expands an instance to a component that stands alone.
    ///
    /// RFC 4791 §9.6.5: "The returned calendar components MUST NOT use recurrence properties (i.e., EXDATE, EXRULE,
    /// RDATE, and RRULE) and MUST NOT have reference to or include VTIMEZONE components. Date and local time with
    /// reference to time zone information MUST be converted into date with UTC time."
    ///
    /// - Parameter instance: An instance of this set.
    /// - Returns: The component.
    package func expanded(_ instance: Instance) -> Component {
        var component = instance.component
        for name in Self.recurrenceProperties { component.removeProperties(named: name) }
        setStart(of: instance, in: &component)
        setEnd(of: instance, in: &component)
        // "Recurring components, other than the initial instance, MUST include a RECURRENCE-ID property".
        if isRecurring {
            let time = withoutZone(instance.recurrenceID, at: resolver.utc(instance.recurrenceID))
            component.removeProperties(named: "RECURRENCE-ID")
            component.append(time.property(named: "RECURRENCE-ID"))
        }
        convertZones(of: &component)
        return component
    }

    private func setStart(of instance: Instance, in component: inout Component) {
        let name = component.first("DTSTART") == nil ? "DUE" : "DTSTART"
        let time = withoutZone(instance.start, at: instance.utcStart)
        component.updateProperties(named: name) { property in
            property.replaceTime(time)
            return .keep
        }
    }

    /// Writes the end where the component has DTEND or DUE, and where DURATION would no longer say it: after a PERIOD
    /// of RDATE, and for days that had not 24 hours in the zone that is gone.
    private func setEnd(of instance: Instance, in component: inout Component) {
        guard let end = instance.end, component.first("DTSTART") != nil else { return }
        let time = withoutZone(end, at: instance.utcEnd)
        let hasDuration = component.first("DURATION") != nil
        guard !hasDuration || !isStated(by: component, instance) else { return }
        component.removeProperties(named: "DURATION")
        let name = component.isNamed("VTODO") ? "DUE" : "DTEND"
        guard var property = component.first(name) else {
            component.append(time.property(named: name))
            return
        }
        property.replaceTime(time)
        component.setProperty(property)
    }

    private func isStated(by component: Component, _ instance: Instance) -> Bool {
        guard let value = component.first("DURATION")?.value, let duration = CalendarDuration(parsing: value) else {
            return false
        }
        let seconds = instance.utcEnd.secondsSinceEpoch - instance.utcStart.secondsSinceEpoch
        return instance.start.isDate || seconds == duration.nominalSeconds
    }

    /// Converts the other properties that refer to a time zone.
    private func convertZones(of component: inout Component) {
        let names = Set(component.properties.filter { $0.parameter("TZID") != nil }.map(\.name))
        for name in names {
            component.updateProperties(named: name) { property in
                guard let time = try? CalendarTime(property), time.zone != nil else { return .keep }
                property.replaceTime(.utc(resolver.utc(time)))
                return .keep
            }
        }
    }

    private func withoutZone(_ time: CalendarTime, at utc: UTCTime) -> CalendarTime {
        time.zone == nil ? time : .utc(utc)
    }
}

extension Property {
    /// Puts a time in the place of the value, with the parameters that it needs; the others stay.
    fileprivate mutating func replaceTime(_ time: CalendarTime) {
        setParameter("TZID", time.zone)
        setParameter("VALUE", time.isDate ? "DATE" : nil)
        value = time.description
    }
}
