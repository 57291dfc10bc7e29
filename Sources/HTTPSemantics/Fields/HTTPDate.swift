package import FoundationEssentials

/// The date formats of HTTP (RFC 9110 §5.6.7).
package enum HTTPDate {
    /// Returns an instant as an IMF-fixdate, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// Fractions of a second are cut off.
    package static func format(_ date: Date) -> String {
        let time = CivilTime(secondsSinceEpoch: Int64(date.timeIntervalSince1970.rounded(.down)))
        let day = "\(weekdays[time.weekday]), \(padded(time.day)) \(months[time.month - 1]) \(padded(time.year, 4))"
        return "\(day) \(padded(time.hour)):\(padded(time.minute)):\(padded(time.second)) GMT"
    }

    /// Returns the instant of a date in any of the three formats that a recipient must accept, or nil.
    ///
    /// A two-digit year is read within 2000…2069 or 1970…1999. The name of the weekday is not checked.
    package static func parse(_ text: String) -> Date? {
        let parts = text.split { " -,:".contains($0) }.map(String.init)
        // Sun, 06 Nov 1994 08:49:37 GMT and Sunday, 06-Nov-94 08:49:37 GMT have eight parts, Sun Nov  6 08:49:37 1994 seven.
        switch parts.count {
        case 8 where parts[7] == "GMT":
            return date(year: parts[3], month: parts[2], day: parts[1], time: parts[4...6])
        case 7 where !text.contains(","):
            return date(year: parts[6], month: parts[1], day: parts[2], time: parts[3...5])
        default: return nil
        }
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func date(year: String, month: String, day: String, time: ArraySlice<String>) -> Date? {
        let clock = time.compactMap { number($0, digits: 2...2) }
        guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60,
            let month = months.firstIndex(of: month), let year = fullYear(year),
            let day = number(day, digits: 1...2), (1...31).contains(day)
        else { return nil }
        let civil = CivilTime(
            year: year,
            month: month + 1,
            day: day,
            hour: clock[0],
            minute: clock[1],
            second: clock[2]
        )
        return Date(timeIntervalSince1970: Double(civil.secondsSinceEpoch))
    }

    private static func fullYear(_ text: String) -> Int? {
        guard text.utf8.count == 2 else { return number(text, digits: 4...4) }
        return number(text, digits: 2...2).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
    }

    private static func number(_ text: String, digits: ClosedRange<Int>) -> Int? {
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.contains(text.utf8.count) && isNumber ? Int(text) : nil
    }
}
