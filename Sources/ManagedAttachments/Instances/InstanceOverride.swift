import ICalendar
import Recurrence

/// Makes the component of one instance of a series, which says of the instance what the series says of it.
///
/// The component is a copy of the master, or of the override with RANGE=THISANDFUTURE that is in force, with its alarms,
/// its attachments, and properties of other specifications. Only the times become those of the instance.
struct InstanceOverride {
    /// RFC 5545 §3.8.5: the properties that make a component recur.
    private static let recurrenceProperties = ["RRULE", "RDATE", "EXDATE", "EXRULE"]

    private let instance: Instance
    private let recurrenceID: CalendarTime
    private let resolver: TimeZoneResolver

    /// Prepares the override of an instance that a look-up found.
    ///
    /// - Parameters:
    ///   - instance: The instance.
    ///   - lookup: The look-up.
    init(of instance: Instance, in lookup: InstanceLookup) {
        self.instance = instance
        recurrenceID = lookup.recurrenceID(of: instance)
        resolver = lookup.resolver
    }

    /// The component, or nil where no value can say the end; lines that say the same keep their octets.
    var component: Component? {
        var component = instance.component
        for name in Self.recurrenceProperties { component.removeProperties(named: name) }
        setStart(in: &component)
        guard setEnd(in: &component) else { return nil }
        setRecurrenceID(in: &component)
        return component
    }

    /// Puts RECURRENCE-ID after UID: the two together identify the instance (RFC 5545 §3.8.4.4).
    ///
    /// It has no RANGE, since the component is for this instance alone.
    private func setRecurrenceID(in component: inout Component) {
        component.removeProperties(named: "RECURRENCE-ID")
        let uid = component.contents.firstIndex { $0.property?.isNamed("UID") ?? false }
        let property = recurrenceID.property(named: "RECURRENCE-ID")
        component.contents.insert(.property(property), at: uid.map { $0 + 1 } ?? 0)
    }

    /// A VTODO without DTSTART recurs by its DUE.
    private func setStart(in component: inout Component) {
        guard let property = component.first("DTSTART") ?? component.first("DUE") else { return }
        write(instance.start, into: property, of: &component)
    }

    /// Writes the end where the component has DTEND or DUE; a DURATION stays unless an RDATE with a PERIOD says another.
    ///
    /// RFC 5545 §3.8.5.3: of DTEND or DUE "the same exact duration will apply to all the members of the generated
    /// recurrence set", and of DURATION "the same nominal duration". An end that the clock shows twice, of which a local
    /// time names the first occurrence (§3.3.5), can only be said by an exact DURATION.
    ///
    /// - Returns: Whether the component says the end now.
    private func setEnd(in component: inout Component) -> Bool {
        guard component.first("DTSTART") != nil, let end = instance.end else { return true }
        if let property = component.first("DTEND") ?? component.first("DUE") {
            let isSaid = write(end, into: property, of: &component) == instance.utcEnd
            // Of whole days, the day is all that there is to say.
            guard !isSaid, !(end.isDate && instance.start.isDate) else { return true }
            component.removeProperties(named: property.name)
        } else if let duration = component.first("DURATION"), isStated(by: duration) {
            return true
        }
        // RFC 5545 §3.6.3: a VJOURNAL has neither an end nor a duration.
        guard !component.isNamed("VJOURNAL") else { return true }
        guard let exactDuration else { return false }
        component.setProperty(Property(name: "DURATION", value: exactDuration))
        return true
    }

    /// Writes a time into a property of the component, in the form that it has there.
    ///
    /// - Returns: The instant that the property says then.
    @discardableResult
    private func write(_ time: CalendarTime, into property: Property, of component: inout Component) -> UTCTime {
        let form = (try? CalendarTime(property)) ?? time
        let written = time.written(as: form, by: resolver)
        component.updateProperties(named: property.name) { property in
            property.value = written.description
            return .keep
        }
        return resolver.utc(written)
    }

    /// RFC 5545 §3.3.6: days go by the calendar, the rest is exact.
    private func isStated(by property: Property) -> Bool {
        guard !instance.start.isDate, let duration = CalendarDuration(parsing: property.value) else { return true }
        let form = instance.component.first("DTSTART").flatMap { try? CalendarTime($0) } ?? instance.start
        let start = instance.start.written(as: form, by: resolver)
        let end = resolver.utc(start.adding(days: duration.days)).adding(seconds: duration.seconds)
        return max(end, instance.utcStart) == instance.utcEnd
    }

    /// The seconds from start to end as a DURATION of hours, minutes, and seconds, which are exact (RFC 5545 §3.3.6).
    ///
    /// It is nil for an end after the year 9999, which no value can say, so that its hours have nine digits at most;
    /// and for a DATE, beside which "the "DURATION" property MUST be specified as a "dur-day" or "dur-week" value"
    /// (§3.8.2.5).
    private var exactDuration: String? {
        guard !instance.start.isDate, instance.utcEnd.civil.date.year <= 9_999 else { return nil }
        let seconds = instance.utcEnd.secondsSinceEpoch - instance.utcStart.secondsSinceEpoch
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        switch (minutes, rest) {
        case (0, 0): return "PT\(hours)H"
        case (_, 0): return "PT\(hours)H\(minutes)M"
        default: return "PT\(hours)H\(minutes)M\(rest)S"
        }
    }
}
