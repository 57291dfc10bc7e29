/// A date and a time of day as a clock on a wall shows them, without a time zone (RFC 5545 §3.3.5).
package struct CivilDateTime: Hashable, Comparable, Sendable {
    /// The seconds of a day.
    static let secondsPerDay = 86_400
    /// The first time that a DATE-TIME can say.
    static let earliest = CivilDateTime(CivilDate(firstOfMonth: 1, year: 0))
    /// The last time that a DATE-TIME can say: 9999-12-31T23:59:59.
    static let latest = CivilDateTime(
        secondsSinceEpoch: CivilDateTime(CivilDate(firstOfMonth: 1, year: 10_000)).secondsSinceEpoch - 1
    )

    /// The seconds since 1970-01-01T00:00:00 on the same wall, where each day has 86,400.
    package let secondsSinceEpoch: Int

    /// Makes a time from the seconds since 1970-01-01T00:00:00 on the same wall.
    package init(secondsSinceEpoch: Int) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// Makes a time from a date and the seconds after its midnight.
    ///
    /// - Parameters:
    ///   - date: The date.
    ///   - secondOfDay: The seconds after midnight; 86,400 and more are in the days after.
    package init(_ date: CivilDate, secondOfDay: Int = 0) {
        self.init(secondsSinceEpoch: date.daysSinceEpoch * Self.secondsPerDay + secondOfDay)
    }

    /// The date.
    package var date: CivilDate {
        CivilDate(daysSinceEpoch: secondsSinceEpoch.floorDivided(by: Self.secondsPerDay).quotient)
    }

    /// The seconds since midnight, 0 to 86,399.
    package var secondOfDay: Int {
        secondsSinceEpoch.floorDivided(by: Self.secondsPerDay).remainder
    }

    /// The hour, 0 to 23.
    package var hour: Int { secondOfDay / 3_600 }
    /// The minute, 0 to 59.
    package var minute: Int { secondOfDay / 60 % 60 }
    /// The second, 0 to 59.
    package var second: Int { secondOfDay % 60 }

    /// Returns the time some seconds later on the same wall, or earlier when `seconds` is negative.
    package func adding(seconds: Int) -> CivilDateTime {
        CivilDateTime(secondsSinceEpoch: secondsSinceEpoch + seconds)
    }

    /// Returns the same time of day some days later, or earlier when `days` is negative.
    package func adding(days: Int) -> CivilDateTime {
        adding(seconds: days * Self.secondsPerDay)
    }

    /// Tells whether a time comes before another on the same wall.
    package static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// The time as a DATE-TIME value without a zone, such as `20060103T100000`.
    package var description: String {
        date.description + "T" + hour.padded(to: 2) + minute.padded(to: 2) + second.padded(to: 2)
    }
}
