extension RecurrenceRule {
    /// FREQ: the unit of time of which a rule takes every, or every n-th; the longest first.
    package enum Frequency: String, Hashable, Sendable, Comparable, CaseIterable {
        /// Years.
        case yearly = "YEARLY"
        /// Months.
        case monthly = "MONTHLY"
        /// Weeks, which begin with WKST.
        case weekly = "WEEKLY"
        /// Days.
        case daily = "DAILY"
        /// Hours.
        case hourly = "HOURLY"
        /// Minutes.
        case minutely = "MINUTELY"
        /// Seconds.
        case secondly = "SECONDLY"

        /// Tells whether a unit is longer than another.
        package static func < (left: Frequency, right: Frequency) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }
}
