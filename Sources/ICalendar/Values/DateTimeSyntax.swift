/// The forms of DATE and DATE-TIME values (RFC 5545 §3.3.4, §3.3.5).
package enum DateTimeSyntax {
    /// Tells whether a value is `YYYYMMDD`, `YYYYMMDDTHHMMSS` or `YYYYMMDDTHHMMSSZ` with fields in their ranges.
    package static func isDateOrDateTime(_ value: String) -> Bool {
        isDateOrDateTime(Array(value.utf8)[...])
    }

    /// Tells whether the octets of a value are a DATE or a DATE-TIME.
    static func isDateOrDateTime(_ octets: ArraySlice<UInt8>) -> Bool {
        let time = octets.dropFirst(8)
        switch octets.count {
        case 8: return isDate(octets)
        case 15: return isDate(octets.prefix(8)) && isTime(time)
        case 16: return octets.last == UInt8(ascii: "Z") && isDate(octets.prefix(8)) && isTime(time.dropLast())
        default: return false
        }
    }

    private static func isDate(_ octets: ArraySlice<UInt8>) -> Bool {
        let start = octets.startIndex
        guard number(octets[start..<start + 4]) != nil, let month = number(octets[start + 4..<start + 6]) else {
            return false
        }
        guard let day = number(octets[start + 6..<start + 8]) else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    private static func isTime(_ octets: ArraySlice<UInt8>) -> Bool {
        let start = octets.startIndex
        guard octets[start] == UInt8(ascii: "T"), let hour = number(octets[start + 1..<start + 3]) else { return false }
        guard let minute = number(octets[start + 3..<start + 5]), let second = number(octets[start + 5..<start + 7])
        else { return false }
        // RFC 5545 §3.3.12: seconds go to 60, for leap seconds.
        return hour < 24 && minute < 60 && second <= 60
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var result = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            result = result * 10 + Int(digit - 0x30)
        }
        return result
    }
}
