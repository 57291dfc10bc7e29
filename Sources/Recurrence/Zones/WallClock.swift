/// The clock that the times of one series are read from: the form in which they are written, and its offsets.
struct WallClock: Sendable {
    /// The forms of DATE and DATE-TIME values.
    enum Form: Hashable, Sendable {
        /// Whole days.
        case date
        /// A local time without a zone.
        case floating
        /// A time in UTC.
        case utc
        /// A local time with a TZID.
        case zoned(String)
    }

    /// The clock of times in UTC.
    static let utc = WallClock(form: .utc, transitions: .utc)

    /// The form in which times are written.
    let form: Form
    /// The offsets of the clock.
    let transitions: ZoneTransitions

    /// Returns what the clock shows as a value in the form of the series.
    func time(_ civil: CivilDateTime) -> CalendarTime {
        switch form {
        case .date: .date(civil.date)
        case .floating: .floating(civil)
        case .utc: .utc(UTCTime(secondsSinceEpoch: civil.secondsSinceEpoch))
        case .zoned(let zone): .zoned(civil, zone: zone)
        }
    }

    /// Returns the instant at which the clock shows a time.
    func utc(_ civil: CivilDateTime) -> UTCTime {
        transitions.utc(civil)
    }

    /// Returns what the clock shows at an instant.
    func civil(_ time: UTCTime) -> CivilDateTime {
        transitions.civil(time)
    }
}

extension CalendarTime {
    /// The form in which the time is written.
    var form: WallClock.Form {
        switch self {
        case .date: .date
        case .floating: .floating
        case .utc: .utc
        case .zoned(_, let zone): .zoned(zone)
        }
    }
}
