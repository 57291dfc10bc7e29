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
    /// - Parameter value: The octets of the value on the wire.
    /// - Returns: Whether it is.
    func admits(_ value: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .time: DateTimeSyntax.isDateOrDateTime(value)
        case .times: Self.values(of: value).allSatisfy { DateTimeSyntax.isDateOrDateTime($0) || Self.isPeriod($0) }
        case .duration: DurationSyntax.isDuration(value)
        case .trigger: DurationSyntax.isDuration(value) || DateTimeSyntax.isDateOrDateTime(value)
        case .periods: Self.values(of: value).allSatisfy(Self.isPeriod)
        // "valid integers are … in the range from -2147483648 to 2147483647."
        case .integer: Int32(String(decoding: value, as: UTF8.self)) != nil
        case .offset: Self.isOffset(value)
        }
    }

    private static func values(of list: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        list.split(separator: Octet.comma)
    }

    /// A start, and behind a slash an end or a duration.
    private static func isPeriod(_ value: ArraySlice<UInt8>) -> Bool {
        let sides = value.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return sides.count == 2 && DateTimeSyntax.isDateOrDateTime(sides[0])
            && (DateTimeSyntax.isDateOrDateTime(sides[1]) || DurationSyntax.isDuration(sides[1]))
    }

    /// A sign, two digits each of hours and minutes, and two of seconds if there are any.
    private static func isOffset(_ value: ArraySlice<UInt8>) -> Bool {
        let digits = value.dropFirst()
        guard value.first == UInt8(ascii: "+") || value.first == UInt8(ascii: "-"),
            digits.count == 4 || digits.count == 6,
            digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let (hours, rest) = number.quotientAndRemainder(dividingBy: digits.count == 4 ? 100 : 10_000)
        return hours < 24 && rest % 100 < 60 && rest / 100 < 60
    }
}
