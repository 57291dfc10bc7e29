/// One member of a series before overrides change it: a time that the rules, RDATE or DTSTART name.
struct SeriesMember: Sendable {
    /// The time on the clock of the series, by which members are ordered.
    let civil: CivilDateTime
    /// The time as a value.
    let time: CalendarTime
    /// The instant.
    let utc: UTCTime
    /// The end, where an RDATE states it by a PERIOD.
    var end: (time: CalendarTime, utc: UTCTime)?
}

extension SeriesMember {
    /// Places a time in a series: a DATE takes the time of day of DTSTART, a time in a series of DATEs its date.
    ///
    /// - Parameters:
    ///   - time: The value of an RDATE, an EXDATE or a RECURRENCE-ID.
    ///   - anchor: DTSTART on the clock of the series.
    ///   - clock: The clock of the series.
    ///   - resolver: The time zones of the object.
    init(_ time: CalendarTime, anchor: CivilDateTime, clock: WallClock, resolver: TimeZoneResolver) {
        let ownClock = resolver.clock(of: time, beside: clock)
        if ownClock.form == clock.form {
            self.init(civil: time.civil, time: time, utc: clock.utc(time.civil))
        } else if time.isDate {
            self.init(CivilDateTime(time.civil.date, secondOfDay: anchor.secondOfDay), of: clock)
        } else if clock.form == .date {
            self.init(CivilDateTime(time.civil.date), of: clock)
        } else {
            let utc = resolver.utc(time)
            self.init(civil: clock.civil(utc), time: time, utc: utc)
        }
    }

    /// Makes a member of what the clock of the series shows.
    init(_ civil: CivilDateTime, of clock: WallClock) {
        self.init(civil: civil, time: clock.time(civil), utc: clock.utc(civil))
    }

    /// Whether the clock of the series never shows the time, because it jumps over it.
    func isInGap(of clock: WallClock) -> Bool {
        clock.form != .date && clock.civil(utc) != civil && end == nil
    }
}
