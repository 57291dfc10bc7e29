/// A day of the week, by its number of days after Monday.
package enum Weekday: Int, Hashable, Sendable, CaseIterable {
    /// Monday, MO.
    case monday
    /// Tuesday, TU.
    case tuesday
    /// Wednesday, WE.
    case wednesday
    /// Thursday, TH.
    case thursday
    /// Friday, FR.
    case friday
    /// Saturday, SA.
    case saturday
    /// Sunday, SU.
    case sunday

    private static let codes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// Makes a weekday from the days since the Monday before, 0 to 6; other numbers count on.
    init(daysAfterMonday days: Int) {
        self = Self.allCases[days.floorDivided(by: 7).remainder]
    }

    /// Makes a weekday from its code in a recurrence rule, such as MO, in upper case.
    init?(code: some StringProtocol) {
        guard let index = Self.codes.firstIndex(where: { $0 == code }) else { return nil }
        self = Self.allCases[index]
    }

    /// The code in a recurrence rule (RFC 5545 §3.3.10), such as MO.
    package var code: String { Self.codes[rawValue] }
}
