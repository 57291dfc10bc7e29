/// A RECUR value taken apart: the values by the names of their parts.
struct RecurrenceRuleParts {
    private var values: [RecurrenceRule.Part: Substring] = [:]

    /// Takes a value apart.
    ///
    /// - Parameter value: The RECUR value.
    /// - Throws: A part is unknown, repeated or without a value, or the scale is not that of RFC 5545.
    init(_ value: String) throws(RecurrenceRule.Fault) {
        for text in value.uppercased().split(separator: ";") {
            let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { throw .malformed(part: String(text)) }
            try add(sides[1], as: sides[0])
        }
    }

    private mutating func add(_ value: Substring, as name: Substring) throws(RecurrenceRule.Fault) {
        guard let part = RecurrenceRule.Part(rawValue: String(name)) else {
            if name == "RSCALE" || name == "SKIP" { throw .unsupportedScale(String(value)) }
            if name.hasPrefix("X-") { return }
            throw .unknownPart(String(name))
        }
        // RFC 5545 §3.3.10: "each component part MUST NOT be specified more than once."
        guard values.updateValue(value, forKey: part) == nil else { throw .repeatedPart(part) }
    }

    /// Returns the rule that the parts make.
    ///
    /// - Throws: A part is missing, malformed or out of its range.
    func rule() throws(RecurrenceRule.Fault) -> RecurrenceRule {
        var rule = RecurrenceRule(frequency: try frequency())
        rule.interval = try number(.interval, in: 1...999_999_999) ?? 1
        rule.end = try end()
        rule.seconds = Set(try numbers(.seconds, in: 0...60).map { min($0, 59) }).sorted()
        rule.minutes = try numbers(.minutes, in: 0...59)
        rule.hours = try numbers(.hours, in: 0...23)
        rule.weekdays = try weekdays()
        rule.monthDays = try ordinals(.monthDays, upTo: 31)
        rule.yearDays = try ordinals(.yearDays, upTo: 366)
        rule.weekNumbers = try ordinals(.weekNumbers, upTo: 53)
        rule.months = try numbers(.months, in: 1...12)
        rule.setPositions = try ordinals(.setPositions, upTo: 366)
        rule.weekStart = try weekStart()
        return rule
    }

    private func frequency() throws(RecurrenceRule.Fault) -> RecurrenceRule.Frequency {
        guard let value = values[.frequency] else { throw .missingFrequency }
        guard let frequency = RecurrenceRule.Frequency(rawValue: String(value)) else { throw malformed(.frequency) }
        return frequency
    }

    // "The UNTIL or COUNT rule parts are OPTIONAL, but they MUST NOT occur in the same 'recur'."
    private func end() throws(RecurrenceRule.Fault) -> RecurrenceRule.End {
        guard values[.count] == nil || values[.until] == nil else { throw .countWithUntil }
        if let count = try number(.count, in: 1...999_999_999) { return .count(count) }
        guard let value = values[.until] else { return .never }
        guard let time = CalendarTime(parsing: value) else { throw malformed(.until) }
        return .until(time)
    }

    private func weekStart() throws(RecurrenceRule.Fault) -> Weekday {
        guard let value = values[.weekStart] else { return .monday }
        guard let weekday = Weekday(code: value) else { throw malformed(.weekStart) }
        return weekday
    }

    private func weekdays() throws(RecurrenceRule.Fault) -> [RecurrenceRule.WeekdayOrdinal] {
        var result: [RecurrenceRule.WeekdayOrdinal] = []
        var seen: Set<RecurrenceRule.WeekdayOrdinal> = []
        for text in elements(.weekdays) {
            guard let weekday = Weekday(code: text.suffix(2)) else { throw malformed(.weekdays) }
            let digits = text.dropLast(2)
            let ordinal = digits.isEmpty ? nil : try ordinal(digits, upTo: 53, of: .weekdays)
            let element = RecurrenceRule.WeekdayOrdinal(ordinal: ordinal, weekday: weekday)
            if seen.insert(element).inserted { result.append(element) }
        }
        return result
    }

    private func number(_ part: RecurrenceRule.Part, in range: ClosedRange<Int>) throws(RecurrenceRule.Fault) -> Int? {
        guard let value = values[part] else { return nil }
        guard let number = Int(digits: Array(value.utf8)), range.contains(number) else { throw malformed(part) }
        return number
    }

    private func numbers(
        _ part: RecurrenceRule.Part,
        in range: ClosedRange<Int>
    ) throws(RecurrenceRule.Fault) -> [Int] {
        var result: Set<Int> = []
        for text in elements(part) {
            guard let number = Int(digits: Array(text.utf8)), range.contains(number) else { throw malformed(part) }
            result.insert(number)
        }
        return result.sorted()
    }

    private func ordinals(_ part: RecurrenceRule.Part, upTo limit: Int) throws(RecurrenceRule.Fault) -> [Int] {
        var result: Set<Int> = []
        for text in elements(part) { result.insert(try ordinal(text, upTo: limit, of: part)) }
        return result.sorted()
    }

    /// Reads a number with an optional sign that is not zero.
    private func ordinal(
        _ text: Substring,
        upTo limit: Int,
        of part: RecurrenceRule.Part
    ) throws(RecurrenceRule.Fault) -> Int {
        let hasSign = text.hasPrefix("-") || text.hasPrefix("+")
        let digits = Array(text.utf8.dropFirst(hasSign ? 1 : 0))
        guard let number = Int(digits: digits), (1...limit).contains(number) else { throw malformed(part) }
        return text.hasPrefix("-") ? -number : number
    }

    private func elements(_ part: RecurrenceRule.Part) -> [Substring] {
        values[part]?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    }

    private func malformed(_ part: RecurrenceRule.Part) -> RecurrenceRule.Fault {
        .malformed(part: part.rawValue)
    }
}
