/// The colour of a calendar, as its clients chose it.
package struct CalendarColor: Hashable, Sendable {
    /// The colour as `#` and six digits in lower case.
    let text: String

    /// Reads `#RRGGBB` or `#RRGGBBAA`, whose last two digits are left out; nil for anything else.
    package init?(parsing text: String) {
        let digits = text.dropFirst()
        guard text.first == "#", digits.count == 6 || digits.count == 8 else { return nil }
        guard digits.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
        self.text = "#" + digits.prefix(6).lowercased()
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
