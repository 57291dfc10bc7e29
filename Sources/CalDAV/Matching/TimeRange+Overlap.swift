import Recurrence

// RFC 4791 §9.9: when a component overlaps a range of time. A method for each table there, a case for each of its rows.

extension TimeRange {
    /// Tells whether a time is in the range: "(start <= date-time) AND (end > date-time)".
    func contains(_ time: UTCTime) -> Bool {
        instants.contains(time)
    }

    /// Tells whether an instance of a VEVENT overlaps the range.
    func overlaps(event instance: Instance) -> Bool {
        let (first, last) = (instance.utcStart, instance.utcEnd)
        // | DTEND, or DURATION greater than 0, or a DATE | (start < DTEND AND end > DTSTART) |
        guard last == first, !instance.source.stated.contains(.end) else { return start < last && end > first }
        // | DURATION of 0, or none and a DATE-TIME | (start <= DTSTART AND end > DTSTART) |
        return contains(first)
    }

    /// Tells whether an instance of a VTODO that has DTSTART or DUE overlaps the range.
    func overlaps(todo instance: Instance) -> Bool {
        let (first, last) = (instance.utcStart, instance.utcEnd)
        let stated = instance.source.stated
        guard stated.contains(.start) else {
            // | N | N | Y | * | * | (start < DUE) AND (end >= DUE) |
            return start < last && end >= last
        }
        if stated.contains(.due) {
            // | Y | N | Y | * | * | ((start < DUE) OR (start <= DTSTART)) AND ((end > DTSTART) OR (end >= DUE)) |
            return (start < last || start <= first) && (end > first || end >= last)
        }
        if stated.contains(.duration) {
            // | Y | Y | N | * | * | (start <= DTSTART+DURATION) AND ((end > DTSTART) OR (end >= DTSTART+DURATION)) |
            return start <= last && (end > first || end >= last)
        }
        // | Y | N | N | * | * | (start <= DTSTART) AND (end > DTSTART) |
        return contains(first)
    }

    /// Tells whether a VTODO that has neither DTSTART nor DUE overlaps the range.
    ///
    /// - Parameters:
    ///   - completed: The value of COMPLETED, if there is one.
    ///   - created: The value of CREATED, if there is one.
    /// - Returns: Whether it overlaps.
    func overlapsTodo(completed: UTCTime?, created: UTCTime?) -> Bool {
        switch (completed, created) {
        // | N | N | N | Y | Y | ((start <= CREATED) OR (start <= COMPLETED)) AND ((end >= CREATED) OR (end >= COMPLETED)) |
        case (let completed?, let created?):
            (start <= created || start <= completed) && (end >= created || end >= completed)
        // | N | N | N | Y | N | (start <= COMPLETED) AND (end >= COMPLETED) |
        case (let completed?, nil): start <= completed && end >= completed
        // | N | N | N | N | Y | (end > CREATED) |
        case (nil, let created?): end > created
        // | N | N | N | N | N | TRUE |
        case (nil, nil): true
        }
    }

    /// Tells whether an instance of a VJOURNAL that has DTSTART overlaps the range; without it, none does.
    func overlaps(journal instance: Instance) -> Bool {
        // | Y | N | (start < DTSTART+P1D) AND (end > DTSTART) |
        guard !instance.start.isDate else { return start < instance.utcEnd && end > instance.utcStart }
        // | Y | Y | (start <= DTSTART) AND (end > DTSTART) |
        return contains(instance.utcStart)
    }

    /// Tells whether a VFREEBUSY overlaps the range.
    ///
    /// - Parameters:
    ///   - bounds: The values of DTSTART and DTEND, if it has both.
    ///   - periods: The values of FREEBUSY.
    /// - Returns: Whether it overlaps.
    func overlapsFreeBusy(bounds: (start: UTCTime, end: UTCTime)?, periods: [Range<UTCTime>]) -> Bool {
        // | Y | * | (start <= DTEND) AND (end > DTSTART) |
        if let bounds { return start <= bounds.end && end > bounds.start }
        // | N | Y | (start < freebusy-period-end) AND (end > freebusy-period-start) |
        return periods.contains(where: overlaps(period:))
    }

    /// Tells whether a value of FREEBUSY overlaps the range.
    func overlaps(period: Range<UTCTime>) -> Bool {
        start < period.upperBound && end > period.lowerBound
    }
}
