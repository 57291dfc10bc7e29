/// The times of a rule within one unit of its FREQ, ascending: days by times of day, or those that BYSETPOS selects.
///
/// The product is not written out, so that a rule with each second of a year costs no more than its days.
struct RecurrencePeriod: Sendable {
    private let days: [CivilDate]
    private let times: TimesOfDay
    private let selection: [Int]?

    /// Makes a set of times.
    ///
    /// - Parameters:
    ///   - days: The days, ascending.
    ///   - times: The times of each day.
    ///   - setPositions: BYSETPOS; none selects all.
    init(days: [CivilDate], times: TimesOfDay, setPositions: [Int]) {
        self.days = days
        self.times = times
        let count = days.count * times.count
        selection = setPositions.isEmpty ? nil : Self.select(setPositions, of: count)
    }

    /// The number of times.
    var count: Int { selection?.count ?? days.count * times.count }

    /// The time at a position.
    subscript(position: Int) -> CivilDateTime {
        let (day, time) = (selection?[position] ?? position).quotientAndRemainder(dividingBy: times.count)
        return CivilDateTime(days[day], secondOfDay: times[time])
    }

    /// Returns the position of the first time that does not come before another.
    func position(atOrAfter time: CivilDateTime) -> Int {
        (0..<count).partitioningIndex { self[$0] >= time }
    }

    /// RFC 5545 §3.3.10: BYSETPOS "corresponds to the nth occurrence within the set of recurrence instances specified
    /// by the rule".
    private static func select(_ setPositions: [Int], of count: Int) -> [Int] {
        let positions = setPositions.map { $0 > 0 ? $0 - 1 : count + $0 }
        return Set(positions.filter { (0..<count).contains($0) }).sorted()
    }
}
