/// The value types of RFC 5545 §3.3 that properties are held against.
enum ValueType: Hashable, Sendable {
    /// A DATE or a DATE-TIME (§3.3.4, §3.3.5).
    case time
    /// Any number of DATE, DATE-TIME, and PERIOD values between commas.
    case times
    /// A DURATION (§3.3.6).
    case duration
    /// A DURATION, or the DATE-TIME of an alarm at a fixed time (§3.8.6.3).
    case trigger
    /// Any number of PERIOD values between commas (§3.3.9).
    case periods
    /// An INTEGER (§3.3.8).
    case integer
    /// A UTC-OFFSET (§3.3.14).
    case offset

    /// Tells whether a value is of the type; a list without values is.
    ///
    /// - Parameter value: The value as text of the wire.
    /// - Returns: Whether it is.
    func admits(_ value: String) -> Bool {
        switch self {
        case .time: DateTimeSyntax.isDateOrDateTime(value)
        case .times: value.split(separator: ",").allSatisfy { Self.isTime($0) || Self.isPeriod($0) }
        case .duration: DurationSyntax.isDuration(value)
        case .trigger: DurationSyntax.isDuration(value) || DateTimeSyntax.isDateOrDateTime(value)
        case .periods: value.split(separator: ",").allSatisfy(Self.isPeriod)
        // "valid integers are … in the range from -2147483648 to 2147483647."
        case .integer: Int32(value) != nil
        case .offset: Self.isOffset(value)
        }
    }

    private static func isTime(_ value: Substring) -> Bool {
        DateTimeSyntax.isDateOrDateTime(String(value))
    }

    /// A start, and behind a slash an end or a duration.
    private static func isPeriod(_ value: Substring) -> Bool {
        let sides = value.split(separator: "/", omittingEmptySubsequences: false)
        return sides.count == 2 && isTime(sides[0]) && (isTime(sides[1]) || DurationSyntax.isDuration(sides[1]))
    }

    /// A sign, two digits each of hours and minutes, and two of seconds if there are any.
    private static func isOffset(_ value: String) -> Bool {
        guard value.utf8.count == 5 || value.utf8.count == 7, let sign = value.first, "+-".contains(sign) else {
            return false
        }
        let digits = value.utf8.dropFirst()
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(value.dropFirst()) else {
            return false
        }
        let (hours, rest) = number.quotientAndRemainder(dividingBy: digits.count == 4 ? 100 : 10_000)
        return hours < 24 && rest % 100 < 60 && rest / 100 < 60
    }
}
