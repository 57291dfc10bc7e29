/// A date of the proleptic Gregorian calendar (RFC 5545 §3.3.4), without a time zone.
package struct CivilDate: Hashable, Comparable, Sendable {
    /// The days since 1970-01-01, negative before it.
    package let daysSinceEpoch: Int

    /// Makes a date from the days since 1970-01-01.
    package init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// Makes a date from its fields, or returns nil when there is no such date.
    ///
    /// - Parameters:
    ///   - year: The year, 0 to 9999, which is all that a DATE can say.
    ///   - month: The month, 1 to 12.
    ///   - day: The day of the month, from 1.
    package init?(year: Int, month: Int, day: Int) {
        guard (0...9_999).contains(year), (1...12).contains(month) else { return nil }
        guard (1...Self.dayCount(ofMonth: month, year: year)).contains(day) else { return nil }
        self.init(firstOfMonth: month, year: year, plus: day - 1)
    }

    /// Makes the date that is some days after the first of a month.
    ///
    /// Years are counted from March, so that the leap day is the last of its year: eras of 400 years have 146,097 days.
    ///
    /// - Parameters:
    ///   - month: The month, 1 to 12.
    ///   - year: The year, of any size.
    ///   - days: The days after the first.
    init(firstOfMonth month: Int, year: Int, plus days: Int = 0) {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).floorDivided(by: 400)
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSinceEpoch: era * 146_097 + dayOfEra - 719_468 + days)
    }

    /// The year, the month and the day of the month.
    package var fields: (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (daysSinceEpoch + 719_468).floorDivided(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The year.
    package var year: Int { fields.year }
    /// The month, 1 to 12.
    package var month: Int { fields.month }
    /// The day of the month, from 1.
    package var day: Int { fields.day }

    /// The day of the week.
    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        Weekday(daysAfterMonday: (daysSinceEpoch + 3).floorDivided(by: 7).remainder)
    }

    /// Returns the date some days later, or earlier when `days` is negative.
    package func adding(days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + days)
    }

    /// Tells whether a date comes before another.
    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension CivilDate {
    /// Tells whether a year has a 29 February.
    static func isLeap(year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// Returns the number of days of a year.
    static func dayCount(ofYear year: Int) -> Int {
        isLeap(year: year) ? 366 : 365
    }

    /// Counts the days of a month.
    ///
    /// - Parameters:
    ///   - month: The month, 1 to 12.
    ///   - year: The year.
    /// - Returns: The number of days, 28 to 31.
    static func dayCount(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate: CustomStringConvertible {
    /// The date as a DATE value, such as `20060103`.
    package var description: String {
        let (year, month, day) = fields
        return year.padded(to: 4) + month.padded(to: 2) + day.padded(to: 2)
    }
}
