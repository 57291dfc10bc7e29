import ICalendar

/// A component with RECURRENCE-ID: what became of one instance, or of it and all that follow.
struct RecurrenceOverride: Sendable {
    /// The component.
    let source: InstanceSource
    /// RECURRENCE-ID as it is written.
    let recurrenceID: CalendarTime
    /// The place of RECURRENCE-ID in the series.
    let member: SeriesMember
    /// Whether RANGE=THISANDFUTURE.
    let hasFuture: Bool
    private let start: CalendarTime
    private let clock: WallClock
    private let length: InstanceLength
    private let shift: Int

    /// Reads an override.
    ///
    /// - Parameters:
    ///   - source: A component with RECURRENCE-ID.
    ///   - property: Its RECURRENCE-ID.
    ///   - anchor: DTSTART of the series on its clock.
    ///   - seriesClock: The clock of the series.
    ///   - resolver: The time zones of the object.
    /// - Throws: A value is malformed.
    init(
        _ source: InstanceSource,
        property: Property,
        anchor: CivilDateTime,
        seriesClock: WallClock,
        resolver: TimeZoneResolver
    ) throws(RecurrenceError) {
        let component = source.component
        self.source = source
        recurrenceID = try CalendarTime(property)
        member = SeriesMember(recurrenceID, anchor: anchor, clock: seriesClock, resolver: resolver)
        hasFuture = property.parameter("RANGE")?.equalsIgnoringCase("THISANDFUTURE") ?? false
        if let property = component.first("DTSTART") ?? component.first("DUE") {
            start = try CalendarTime(property)
        } else {
            start = member.time
        }
        clock = resolver.clock(of: start)
        length = try InstanceLength(of: component, start: start, in: resolver)
        // RFC 5545 §3.8.4.4: "if the given recurrence instance is rescheduled to start 2 hours later, then all
        // subsequent instances are also rescheduled 2 hours later."
        shift = start.civil.secondsSinceEpoch - clock.civil(member.utc).secondsSinceEpoch
    }

    /// The seconds from RECURRENCE-ID to the start on the clock of the override, negative when it is earlier.
    var seconds: Int { shift }

    /// The most seconds that an instance may last.
    var longest: Int { length.longest }

    /// The instance that the override itself is.
    var instance: Instance {
        let utc = clock.utc(start.civil)
        return instance(recurrenceID, start: start, utcStart: utc, isOverride: true)
    }

    /// Makes an instance that follows on the one of a THISANDFUTURE override.
    ///
    /// - Parameter member: The place of the instance in the series.
    /// - Returns: The instance, with the length of the override.
    func instance(following member: SeriesMember) -> Instance {
        let civil = clock.civil(member.utc).adding(seconds: shift)
        return instance(member.time, start: clock.time(civil), utcStart: clock.utc(civil), isOverride: false)
    }

    private func instance(
        _ recurrenceID: CalendarTime,
        start: CalendarTime,
        utcStart: UTCTime,
        isOverride: Bool
    ) -> Instance {
        let end = length.end(of: start, utcStart: utcStart, clock: clock)
        return Instance(
            recurrenceID: recurrenceID,
            source: source,
            isOverride: isOverride,
            start: start,
            end: end.time,
            utcStart: utcStart,
            utcEnd: end.utc
        )
    }
}
