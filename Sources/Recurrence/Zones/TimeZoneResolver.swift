package import ICalendar

/// Turns times of one iCalendar object into instants.
///
/// A TZID is looked up in the object first (RFC 5545 §3.2.19), then among the named time zones. One that is in neither
/// is read as the floating zone: the event stays, at the time of day that it says.
package struct TimeZoneResolver: Sendable {
    /// The most VTIMEZONE components of one object that are read; an event has a zone or two.
    private static let maximumDefinitions = 64
    /// The most steps that the definitions of one object may have taken before another one is read.
    private static let maximumWork = 2 * TimeZoneDefinition.budget.work
    /// The longest TZID that names a zone, in octets: it is looked up for many a time.
    private static let maximumNameOctets = 1_024

    private let definitions: [String: ZoneTransitions]
    private let floating: ZoneTransitions

    /// Reads the VTIMEZONE components of an object.
    ///
    /// One that is malformed or costs too much counts as absent, and so does one after the first 64, or after those that
    /// cost too much together. What a definition costs is the same whether it was read before or not.
    ///
    /// - Parameters:
    ///   - calendar: The VCALENDAR component.
    ///   - floating: The zone of dates and floating times.
    package init(calendar: Component, floating: FloatingZone) {
        var definitions: [String: ZoneTransitions] = [:]
        var work = 0
        for component in calendar.components.lazy.filter({ $0.isNamed("VTIMEZONE") }).prefix(Self.maximumDefinitions) {
            guard let identifier = component.first("TZID")?.value, identifier.utf8.count <= Self.maximumNameOctets,
                definitions[identifier] == nil
            else { continue }
            guard work < Self.maximumWork else { break }
            let zone = try? DefinedZones.zone(definedBy: component)
            definitions[identifier] = zone?.transitions
            work += zone?.work ?? TimeZoneDefinition.budget.work
        }
        self.definitions = definitions
        self.floating = floating.transitions
    }

    /// Returns the instant of a time; of a DATE, that of its midnight in the floating zone.
    package func utc(_ time: CalendarTime) -> UTCTime {
        switch time {
        case .date(let date): floating.utc(CivilDateTime(date))
        case .floating(let civil): floating.utc(civil)
        case .utc(let time): time
        case .zoned(let civil, let zone): transitions(of: zone).utc(civil)
        }
    }

    /// Finds what a wall clock shows at an instant.
    ///
    /// - Parameters:
    ///   - time: The instant.
    ///   - zone: The TZID; one that is unknown is read as the floating zone.
    /// - Returns: The time on the clock.
    package func civil(_ time: UTCTime, in zone: String) -> CivilDateTime {
        transitions(of: zone).civil(time)
    }

    /// Tells whether a TZID names a zone of the object, or one that has that name.
    package func isKnown(_ zone: String) -> Bool {
        known(zone) != nil
    }

    /// Returns the wall clock that a time is written for.
    func clock(of time: CalendarTime) -> WallClock {
        switch time {
        case .date: WallClock(form: .date, transitions: floating)
        case .floating: WallClock(form: .floating, transitions: floating)
        case .utc: WallClock(form: .utc, transitions: .utc)
        case .zoned(_, let zone): WallClock(form: .zoned(zone), transitions: transitions(of: zone))
        }
    }

    /// Returns the wall clock that a time is written for, without a look-up where it is the one that the caller has.
    func clock(of time: CalendarTime, beside known: WallClock) -> WallClock {
        time.form == known.form ? known : clock(of: time)
    }

    private func transitions(of zone: String) -> ZoneTransitions {
        known(zone) ?? floating
    }

    private func known(_ zone: String) -> ZoneTransitions? {
        guard zone.utf8.count <= Self.maximumNameOctets else { return nil }
        return definitions[zone] ?? NamedZones.transitions(named: zone)
    }
}
