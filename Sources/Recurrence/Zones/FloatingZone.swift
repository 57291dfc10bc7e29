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

    /// Reads the zone that `CALDAV:calendar-timezone` or `CALDAV:timezone` defines (RFC 4791 §5.2.2, §9.8).
    ///
    /// Where the definition cannot be used, the zone is the one that has its name.
    ///
    /// - Parameter zone: The VTIMEZONE component.
    /// - Throws: What is wrong with the definition, where its TZID is no name that is known.
    package init(definedBy zone: Component) throws(RecurrenceError) {
        do {
            transitions = try DefinedZones.zone(definedBy: zone).transitions
        } catch {
            guard let named = zone.first("TZID").flatMap({ NamedZones.transitions(named: $0.value) }) else {
                throw error
            }
            transitions = named
        }
    }

    /// Finds the zone of `CALDAV:calendar-timezone-id` (RFC 7809), or returns nil when nothing is known by that name.
    ///
    /// - Parameter name: A name of the IANA database.
    package init?(named name: String) {
        guard let transitions = NamedZones.transitions(named: name) else { return nil }
        self.init(transitions: transitions)
    }
}
