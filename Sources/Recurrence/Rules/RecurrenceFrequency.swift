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
            left.rank < right.rank
        }

        private var rank: Int {
            switch self {
            case .yearly: 0
            case .monthly: 1
            case .weekly: 2
            case .daily: 3
            case .hourly: 4
            case .minutely: 5
            case .secondly: 6
            }
        }
    }
}
