package import ICalendar

/// The time zone in which dates and floating times are read (RFC 4791 §7.3): that of the calendar or of the request.
package struct FloatingZone: Hashable, Sendable {
    /// UTC, for a calendar that has no time zone.
    package static let utc = FloatingZone(transitions: .utc)

    /// The offsets of the zone.
    let transitions: ZoneTransitions

    private init(transitions: ZoneTransitions) {
        self.transitions = transitions
    }

    /// Reads the value of `CALDAV:calendar-timezone` or `CALDAV:timezone`, or returns nil when it defines no zone.
    ///
    /// - Parameter calendar: The VCALENDAR component, with one VTIMEZONE in it (RFC 4791 §5.2.2).
    package init?(_ calendar: Component) {
        guard let zone = calendar.components.first(where: { $0.isNamed("VTIMEZONE") }),
            let identifier = zone.first("TZID")?.value
        else { return nil }
        guard let transitions = TimeZoneDefinition(zone)?.transitions() ?? NamedZones.transitions(named: identifier)
        else { return nil }
        self.init(transitions: transitions)
    }

    /// Finds the zone of `CALDAV:calendar-timezone-id` (RFC 7809), or returns nil when nothing is known by that name.
    ///
    /// - Parameter name: A name of the IANA database.
    package init?(named name: String) {
        guard let transitions = NamedZones.transitions(named: name) else { return nil }
        self.init(transitions: transitions)
    }
}
