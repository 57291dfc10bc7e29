import FoundationEssentials
import Recurrence

/// A month that a page shows.
struct PageMonth: Hashable, Sendable {
    /// Its first day.
    let first: CivilDate

    /// Makes the month of a day.
    init(of date: CivilDate) {
        first = date.adding(days: 1 - date.day)
    }

    /// Makes the month of an instant, as a clock in UTC shows it.
    init(of instant: Date) {
        let seconds = Int(instant.timeIntervalSince1970.rounded(.down))
        self.init(of: UTCTime(secondsSinceEpoch: seconds).civil.date)
    }

    /// Reads a month such as `2024-01`; nil for anything else, and for years in which there are no events.
    init?(parsing text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-") }),
            let year = Int(parts[0]), let month = Int(parts[1]), Self.years.contains(year),
            let first = CivilDate(year: year, month: month, day: 1)
        else { return nil }
        self.first = first
    }

    private static let years = 1900...2200

    /// The month before.
    var earlier: PageMonth { PageMonth(of: first.adding(days: -1)) }

    /// The month after.
    var later: PageMonth { PageMonth(of: first.adding(days: 31)) }

    /// The month for people.
    var name: String { PageTime.month(first) }

    /// The month in the form that ``init(parsing:)`` reads.
    var text: String {
        "\(first.year)-\(first.month < 10 ? "0" : "")\(first.month)"
    }

    /// The instants of the month, as a clock in UTC shows it.
    var range: Range<UTCTime> {
        Self.midnight(first)..<Self.midnight(later.first)
    }

    private static func midnight(_ date: CivilDate) -> UTCTime {
        UTCTime(secondsSinceEpoch: CivilDateTime(date).secondsSinceEpoch)
    }
}
