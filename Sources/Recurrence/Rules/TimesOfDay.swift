/// Times of day as the product of hours, minutes and seconds, ascending, without being written out.
struct TimesOfDay: Sendable {
    /// The hours, ascending.
    var hours: [Int]
    /// The minutes, ascending.
    var minutes: [Int]
    /// The seconds, ascending.
    var seconds: [Int]

    /// Makes the times of a rule.
    ///
    /// RFC 5545 §3.3.10: BYHOUR, BYMINUTE and BYSECOND expand a longer FREQ, where DTSTART says what they do not, and
    /// limit the other ones.
    ///
    /// - Parameters:
    ///   - rule: The rule.
    ///   - anchor: DTSTART.
    ///   - isAllDay: Whether DTSTART is a DATE.
    init(_ rule: RecurrenceRule, anchor: CivilDateTime, isAllDay: Bool) {
        // "The BYSECOND, BYMINUTE and BYHOUR rule parts MUST NOT be specified when the associated "DTSTART" property
        // has a DATE value type. These rule parts MUST be ignored in RECUR value that violate the above requirement".
        guard !isAllDay else {
            (hours, minutes, seconds) = ([0], [0], [0])
            return
        }
        let frequency = rule.frequency
        hours = rule.hours.isEmpty && frequency < .hourly ? [anchor.hour] : rule.hours
        minutes = rule.minutes.isEmpty && frequency < .minutely ? [anchor.minute] : rule.minutes
        seconds = rule.seconds.isEmpty && frequency < .secondly ? [anchor.second] : rule.seconds
    }

    /// The number of times.
    var count: Int { hours.count * minutes.count * seconds.count }

    /// The time at a position as seconds since midnight.
    subscript(position: Int) -> Int {
        let (rest, second) = position.quotientAndRemainder(dividingBy: seconds.count)
        let (hour, minute) = rest.quotientAndRemainder(dividingBy: minutes.count)
        return hours[hour] * 3_600 + minutes[minute] * 60 + seconds[second]
    }
}
