import Recurrence

extension CalendarTime {
    /// Returns the same instant in the form of another value, with its TZID.
    ///
    /// A value of that form stays what it is, also one that a clock jumps over. Floating times are read in UTC.
    ///
    /// - Parameters:
    ///   - other: A value of the wanted form.
    ///   - resolver: The time zones of the resource.
    /// - Returns: The time; of a DATE the day, whatever the time is.
    func written(as other: CalendarTime, by resolver: TimeZoneResolver) -> CalendarTime {
        switch other {
        case .date: .date(civil.date)
        case .floating: .floating(resolver.utc(self).civil)
        case .utc: .utc(resolver.utc(self))
        case .zoned(_, let zone):
            self.zone == zone ? self : .zoned(resolver.civil(resolver.utc(self), in: zone), zone: zone)
        }
    }

    /// Returns the same time of day some days later.
    func adding(days: Int) -> CalendarTime {
        switch self {
        case .date(let date): .date(date.adding(days: days))
        case .floating(let civil): .floating(civil.adding(days: days))
        case .utc(let time): .utc(UTCTime(secondsSinceEpoch: time.civil.adding(days: days).secondsSinceEpoch))
        case .zoned(let civil, let zone): .zoned(civil.adding(days: days), zone: zone)
        }
    }
}
