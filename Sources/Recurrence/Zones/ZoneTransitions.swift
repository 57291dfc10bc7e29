/// The offsets from UTC of one time zone, and the instants at which they change.
///
/// The table ends with the year 2100. A later time has the offset of the same time in a year of 2072 to 2099 that has
/// the same calendar: rules of time zones depend on nothing else.
package struct ZoneTransitions: Hashable, Sendable {
    /// UTC.
    package static let utc = ZoneTransitions(fixedOffset: 0)
    /// The first instant that the table need not cover.
    static let horizon = UTCTime(
        secondsSinceEpoch: CivilDateTime(CivilDate(firstOfMonth: 1, year: 2_101)).secondsSinceEpoch
    )

    /// The instants at which the offset changes, ascending, as seconds since 1970-01-01T00:00:00Z.
    private let instants: [Int]
    /// The offset before the first instant, and after each; one more than the instants.
    private let offsets: [Int]
    /// The most seconds by which the clock jumps at once, forward or back.
    let largestChange: Int

    /// What the table takes in memory, in octets.
    var octets: Int { (instants.capacity + offsets.capacity) * MemoryLayout<Int>.stride }

    /// Makes a zone whose offset never changes.
    ///
    /// - Parameter fixedOffset: The seconds that the clock is ahead of UTC.
    package init(fixedOffset: Int) {
        instants = []
        offsets = [fixedOffset]
        largestChange = 0
    }

    /// Makes a zone of its changes.
    ///
    /// - Parameters:
    ///   - initial: The offset before the first change, in seconds ahead of UTC.
    ///   - changes: The changes in any order; of two at the same instant the last counts.
    init(initial: Int, changes: [(instant: UTCTime, offset: Int)]) {
        var instants: [Int] = []
        var offsets = [initial]
        for change in changes.sorted(by: { $0.instant < $1.instant }) {
            if instants.last == change.instant.secondsSinceEpoch {
                offsets[offsets.count - 1] = change.offset
            } else if offsets.last != change.offset {
                instants.append(change.instant.secondsSinceEpoch)
                offsets.append(change.offset)
            }
        }
        self.instants = instants
        self.offsets = offsets
        largestChange = zip(offsets, offsets.dropFirst()).map { abs($1 - $0) }.max() ?? 0
    }

    /// The changes after an instant, in their order: when each is, and the offset before and after it.
    func changes(after time: UTCTime) -> [(instant: UTCTime, from: Int, to: Int)] {
        let first = instants.partitioningIndex { $0 > time.secondsSinceEpoch }
        return instants.indices[first...].map { index in
            (UTCTime(secondsSinceEpoch: instants[index]), offsets[index], offsets[index + 1])
        }
    }

    /// Returns the offset from UTC at an instant, in seconds ahead of UTC.
    package func offset(at time: UTCTime) -> Int {
        guard !instants.isEmpty else { return offsets[0] }
        let inTable = time < Self.horizon ? time : Self.equivalent(of: time)
        return offsets[instants.partitioningIndex { $0 > inTable.secondsSinceEpoch }]
    }

    /// Returns what a wall clock in the zone shows at an instant.
    package func civil(_ time: UTCTime) -> CivilDateTime {
        CivilDateTime(secondsSinceEpoch: time.secondsSinceEpoch + offset(at: time))
    }

    /// Returns the instant at which a wall clock in the zone shows a time.
    ///
    /// RFC 5545 §3.3.5: "If, based on the definition of the referenced time zone, the local time described occurs more
    /// than once (when changing from daylight to standard time), the DATE-TIME value refers to the first occurrence of
    /// the referenced time. … If the local time described does not occur (when changing from standard to daylight
    /// time), the DATE-TIME value is interpreted using the UTC offset before the gap in local times."
    package func utc(_ civil: CivilDateTime) -> UTCTime {
        let reading = UTCTime(secondsSinceEpoch: civil.secondsSinceEpoch)
        // No offset is as much as a day, so that these two are surely before and after.
        let before = offset(at: reading.adding(seconds: -CivilDateTime.secondsPerDay))
        let after = offset(at: reading.adding(seconds: CivilDateTime.secondsPerDay))
        let first = reading.adding(seconds: -before)
        guard before != after, offset(at: first) != before else { return first }
        let second = reading.adding(seconds: -after)
        return offset(at: second) == after ? second : first
    }

    /// Returns the same time in a year of 2072 to 2099 that has the same calendar.
    private static func equivalent(of time: UTCTime) -> UTCTime {
        let year = time.civil.date.year
        let newYear = CivilDate(firstOfMonth: 1, year: year)
        // Each of the 14 calendars is that of a year in any 28 that no century interrupts.
        for candidate in 2_072...2_099 where CivilDate.isLeap(year: candidate) == CivilDate.isLeap(year: year) {
            let start = CivilDate(firstOfMonth: 1, year: candidate)
            guard start.weekday == newYear.weekday else { continue }
            let days = newYear.daysSinceEpoch - start.daysSinceEpoch
            return time.adding(seconds: -days * CivilDateTime.secondsPerDay)
        }
        preconditionFailure("One of 28 years has the calendar of year \(year).")
    }
}
