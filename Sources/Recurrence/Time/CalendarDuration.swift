package import ICalendar

/// A DURATION value (RFC 5545 §3.3.6): days on the calendar, and an exact rest.
///
/// §3.3.6: "the duration of a day … depends on its position in the calendar", while hours, minutes and seconds are
/// exact; so weeks and days are kept apart from them.
package struct CalendarDuration: Hashable, Sendable {
    /// The days on the calendar, weeks included; negative in a duration that goes back.
    package let days: Int
    /// The exact seconds beside the days; negative in a duration that goes back.
    package let seconds: Int

    /// Makes a duration.
    ///
    /// - Parameters:
    ///   - days: The days on the calendar.
    ///   - seconds: The exact seconds beside them.
    package init(days: Int = 0, seconds: Int = 0) {
        self.days = days
        self.seconds = seconds
    }

    /// Reads a value such as `P15DT5H0M20S`, `-PT15M` or `P7W`, or returns nil when it is none.
    ///
    /// Weeks beside days and times out of their order are accepted; fields have nine digits at most, the value 64
    /// octets.
    ///
    /// - Parameter value: The value.
    package init?(parsing value: some StringProtocol) {
        var octets = Array(value.utf8)[...]
        let isNegative = octets.first == UInt8(ascii: "-")
        if isNegative || octets.first == UInt8(ascii: "+") { octets.removeFirst() }
        guard octets.count <= 64, octets.popFirst() == UInt8(ascii: "P"), !octets.isEmpty else { return nil }
        let parts = octets.split(separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let days = Self.sum(parts[0], units: ["W": 7, "D": 1]) else { return nil }
        guard parts.count == 1 || !parts[1].isEmpty else { return nil }
        guard let seconds = Self.sum(parts.count == 2 ? parts[1] : [], units: ["H": 3_600, "M": 60, "S": 1]) else {
            return nil
        }
        self.init(days: isNegative ? -days : days, seconds: isNegative ? -seconds : seconds)
    }

    /// Reads the value of a property such as DURATION.
    ///
    /// - Parameter property: The property.
    /// - Throws: ``RecurrenceError/invalidValue(property:line:)``.
    package init(_ property: Property) throws(RecurrenceError) {
        guard let duration = CalendarDuration(parsing: property.value) else {
            throw .invalidValue(property: property.name, line: property.line)
        }
        self = duration
    }

    /// The seconds when each day has 86,400.
    package var nominalSeconds: Int {
        days * CivilDateTime.secondsPerDay + seconds
    }

    /// Adds up fields, each a number and the letter of its unit.
    private static func sum(_ fields: ArraySlice<UInt8>, units: [Character: Int]) -> Int? {
        var total = 0
        var rest = fields
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            guard let number = Int(digits: digits), let letter = rest.popFirst() else { return nil }
            guard let unit = units[Character(UnicodeScalar(letter))] else { return nil }
            total += number * unit
        }
        return total
    }
}
