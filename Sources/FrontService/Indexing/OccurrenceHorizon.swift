import FoundationEssentials
import Recurrence

/// How far ahead of the present the index keeps the occurrences of rules without end.
///
/// All past occurrences are kept as well. A query beyond the horizon looks at each object with such a rule.
enum OccurrenceHorizon {
    /// The seconds ahead for which a new entry is made: two years.
    private static let reach: Int64 = 730 * 86_400

    /// The seconds ahead that an entry covers at least: a year and a half, so that each is made anew twice a year.
    private static let least: Int64 = 548 * 86_400

    /// Returns the time up to which an entry that is made now is complete.
    static func end(now: Date) -> UTCTime {
        UTCTime(secondsSinceEpoch: Int(seconds(now) + reach))
    }

    /// Returns the time, in seconds since 1970-01-01T00:00:00Z, before which no entry may end.
    static func renewal(now: Date) -> Int64 {
        seconds(now) + least
    }

    private static func seconds(_ now: Date) -> Int64 {
        Int64(now.timeIntervalSince1970.rounded(.down))
    }
}
