/// An instant: seconds since 1970-01-01T00:00:00Z without leap seconds.
package struct UTCTime: Hashable, Comparable, Sendable {
    /// An instant before every DATE-TIME in every time zone.
    package static let distantPast = UTCTime(
        secondsSinceEpoch: CivilDateTime.earliest.secondsSinceEpoch - 2 * CivilDateTime.secondsPerDay
    )
    /// An instant after every DATE-TIME in every time zone.
    package static let distantFuture = UTCTime(
        secondsSinceEpoch: CivilDateTime.latest.secondsSinceEpoch + 2 * CivilDateTime.secondsPerDay
    )

    /// The seconds since 1970-01-01T00:00:00Z, negative before it.
    package let secondsSinceEpoch: Int

    /// Makes an instant from the seconds since 1970-01-01T00:00:00Z.
    package init(secondsSinceEpoch: Int) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// Reads a DATE-TIME in UTC ("form #2" of RFC 5545 §3.3.5), or returns nil when it is none.
    ///
    /// - Parameter value: The value, such as `20060103T100000Z`.
    package init?(parsing value: String) {
        guard case .utc(let time) = CalendarTime(parsing: value) else { return nil }
        self = time
    }

    /// The time that a clock in UTC shows.
    package var civil: CivilDateTime {
        CivilDateTime(secondsSinceEpoch: secondsSinceEpoch)
    }

    /// Returns the instant some seconds later, or earlier when `seconds` is negative.
    package func adding(seconds: Int) -> UTCTime {
        UTCTime(secondsSinceEpoch: secondsSinceEpoch + seconds)
    }

    /// Tells whether an instant comes before another.
    package static func < (left: UTCTime, right: UTCTime) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}

extension UTCTime: CustomStringConvertible {
    /// The instant as a DATE-TIME value in UTC, such as `20060103T100000Z`.
    package var description: String {
        civil.description + "Z"
    }
}
