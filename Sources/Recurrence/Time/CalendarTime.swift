package import ICalendar

/// A DATE or DATE-TIME value with what says how to read it (RFC 5545 §3.3.4, §3.3.5).
package enum CalendarTime: Hashable, Sendable {
    /// A DATE: a whole day, wherever one is.
    case date(CivilDate)
    /// "Form #1", a local time: the same time of day, wherever one is.
    case floating(CivilDateTime)
    /// "Form #2", a time in UTC.
    case utc(UTCTime)
    /// "Form #3", a local time with a TZID.
    case zoned(CivilDateTime, zone: String)

    /// Reads a value by its form, or returns nil when it is neither a DATE nor a DATE-TIME.
    ///
    /// The form of the value decides, whatever VALUE says: programs in use forget `VALUE=DATE`. A TZID beside a DATE
    /// or a time in UTC means nothing (RFC 5545 §3.2.19: it "MUST NOT be applied" to them).
    ///
    /// - Parameters:
    ///   - value: One value, such as `20060103`, `20060103T100000` or `20060103T100000Z`.
    ///   - zone: The TZID, if there is one.
    package init?(parsing value: some StringProtocol, zone: String? = nil) {
        self.init(octets: Array(value.utf8)[...], zone: zone)
    }

    /// Reads the one value of a property such as DTSTART.
    ///
    /// - Parameter property: The property.
    /// - Throws: ``RecurrenceError/invalidValue(property:line:)``.
    package init(_ property: Property) throws(RecurrenceError) {
        guard let time = CalendarTime(octets: property.valueOctets, zone: property.parameter("TZID")) else {
            throw .invalidValue(property: property.name, line: property.line)
        }
        self = time
    }

    private init?(octets: ArraySlice<UInt8>, zone: @autoclosure () -> String?) {
        guard octets.count >= 8, let date = CivilDate(octets: octets.prefix(8)) else { return nil }
        let time = octets.dropFirst(8)
        guard !time.isEmpty else {
            self = .date(date)
            return
        }
        guard let seconds = Self.secondOfDay(time.prefix(7)) else { return nil }
        let civil = CivilDateTime(date, secondOfDay: seconds)
        switch time.count {
        case 7: self = zone().map { .zoned(civil, zone: $0) } ?? .floating(civil)
        case 8 where time.last == UInt8(ascii: "Z"): self = .utc(UTCTime(secondsSinceEpoch: civil.secondsSinceEpoch))
        default: return nil
        }
    }

    private static func secondOfDay(_ octets: ArraySlice<UInt8>) -> Int? {
        let digits = octets.dropFirst()
        guard octets.count == 7, octets.first == UInt8(ascii: "T") else { return nil }
        guard let hour = Int(digits: digits.prefix(2)), let minute = Int(digits: digits.dropFirst(2).prefix(2)),
            let second = Int(digits: digits.dropFirst(4)), hour < 24, minute < 60, second <= 60
        else { return nil }
        // RFC 5545 §3.3.12: "Implementations that do not support leap seconds SHOULD interpret the second 60 as
        // equivalent to the second 59."
        return hour * 3_600 + minute * 60 + min(second, 59)
    }
}

extension CalendarTime {
    /// The time on the wall clock that the value itself names; midnight for a DATE.
    package var civil: CivilDateTime {
        switch self {
        case .date(let date): CivilDateTime(date)
        case .floating(let civil), .zoned(let civil, _): civil
        case .utc(let time): time.civil
        }
    }

    /// Whether the value is a DATE.
    package var isDate: Bool {
        guard case .date = self else { return false }
        return true
    }

    /// The TZID, if the value has one.
    package var zone: String? {
        guard case .zoned(_, let zone) = self else { return nil }
        return zone
    }

    /// Makes a property with this value and the parameters TZID or VALUE that it needs.
    ///
    /// - Parameter name: The property's name.
    /// - Returns: The property.
    package func property(named name: String) -> Property {
        switch self {
        case .date: Property(name: name, parameters: [Parameter("VALUE", "DATE")], value: description)
        case .zoned(_, let zone): Property(name: name, parameters: [Parameter("TZID", zone)], value: description)
        case .floating, .utc: Property(name: name, value: description)
        }
    }
}

extension CalendarTime: CustomStringConvertible {
    /// The value as a DATE or DATE-TIME, without its TZID.
    package var description: String {
        switch self {
        case .date(let date): date.description
        case .floating(let civil), .zoned(let civil, _): civil.description
        case .utc(let time): time.description
        }
    }
}

extension CivilDate {
    /// Reads the eight digits of a DATE.
    fileprivate init?(octets: ArraySlice<UInt8>) {
        guard let year = Int(digits: octets.prefix(4)), let month = Int(digits: octets.dropFirst(4).prefix(2)),
            let day = Int(digits: octets.dropFirst(6))
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
