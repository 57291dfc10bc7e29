/// The spellings of numbers in settings; nil stands for a text that is none.
enum SettingSyntax {
    /// Parses the words for yes and no, in any case.
    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    /// Parses decimal digits alone: no sign, no space, no separator.
    static func unsigned(_ text: some StringProtocol) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return UInt64(text)
    }

    /// Parses a number of bytes with an optional binary unit: `B`, `KiB`, `MiB`, `GiB` or `TiB`.
    static func byteCount(_ text: String) -> UInt64? {
        let units: [String: UInt64] = ["": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40]
        return scaled(text, units)
    }

    /// Parses a span of time: a number of seconds, or a number with `ms`, `s`, `m`, `h` or `d`.
    static func duration(_ text: String) -> Duration? {
        let milliseconds: [String: UInt64] = [
            "": 1000, "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
        ]
        return scaled(text, milliseconds).flatMap { Int64(exactly: $0) }.map { .milliseconds($0) }
    }

    private static func scaled(_ text: String, _ units: [String: UInt64]) -> UInt64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = unsigned(digits), let factor = units[String(unit)] else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }
}
