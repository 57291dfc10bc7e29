/// A UTC date and time of the proleptic Gregorian calendar, computed on integers.
struct CivilTime: Equatable {
    /// The year, 1 for AD 1.
    var year: Int

    /// The month, 1…12.
    var month: Int

    /// The day of the month, 1…31.
    var day: Int

    /// The hour, 0…23.
    var hour: Int

    /// The minute, 0…59.
    var minute: Int

    /// The second, 0…60.
    var second: Int

    private static let secondsPerDay: Int64 = 86_400

    /// Makes a civil time from its parts, which are not checked.
    init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Makes the civil time of an instant in seconds since 1970-01-01T00:00:00Z.
    init(secondsSinceEpoch: Int64) {
        let (quotient, remainder) = secondsSinceEpoch.quotientAndRemainder(dividingBy: Self.secondsPerDay)
        let days = Int(remainder < 0 ? quotient - 1 : quotient)
        let seconds = Int(remainder < 0 ? remainder + Self.secondsPerDay : remainder)
        let date = Self.date(daysSinceEpoch: days)
        self.init(
            year: date.year,
            month: date.month,
            day: date.day,
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60
        )
    }

    /// The instant in seconds since 1970-01-01T00:00:00Z.
    var secondsSinceEpoch: Int64 {
        Int64(daysSinceEpoch) * Self.secondsPerDay + Int64(hour * 3600 + minute * 60 + second)
    }

    /// The day of the week, 0 for Sunday.
    var weekday: Int {
        // 1970-01-01 was a Thursday.
        let offset = (daysSinceEpoch + 4) % 7
        return offset < 0 ? offset + 7 : offset
    }

    // The year is taken to begin in March, so that the leap day is its last; an era is 400 years, 146,097 days.

    private var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSinceEpoch + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
