extension RecurrenceRule {
    /// The parts of a rule by their names.
    package enum Part: String, Hashable, Sendable, CaseIterable {
        /// FREQ.
        case frequency = "FREQ"
        /// UNTIL.
        case until = "UNTIL"
        /// COUNT.
        case count = "COUNT"
        /// INTERVAL.
        case interval = "INTERVAL"
        /// BYSECOND.
        case seconds = "BYSECOND"
        /// BYMINUTE.
        case minutes = "BYMINUTE"
        /// BYHOUR.
        case hours = "BYHOUR"
        /// BYDAY.
        case weekdays = "BYDAY"
        /// BYMONTHDAY.
        case monthDays = "BYMONTHDAY"
        /// BYYEARDAY.
        case yearDays = "BYYEARDAY"
        /// BYWEEKNO.
        case weekNumbers = "BYWEEKNO"
        /// BYMONTH.
        case months = "BYMONTH"
        /// BYSETPOS.
        case setPositions = "BYSETPOS"
        /// WKST.
        case weekStart = "WKST"
    }

    /// The faults of a rule.
    package enum Fault: Error, Hashable, Sendable {
        /// A part is not `NAME=value`, or its value is malformed or out of its range.
        case malformed(part: String)
        /// The rule has a part that RFC 5545 does not have.
        case unknownPart(String)
        /// A part occurs twice.
        case repeatedPart(Part)
        /// FREQ is missing.
        case missingFrequency
        /// COUNT and UNTIL stand together.
        case countWithUntil
        /// A part cannot stand with this FREQ.
        case partNotAllowed(Part, Frequency)
        /// BYDAY has a number where it cannot have one.
        case ordinalNotAllowed(Frequency)
        /// BYSETPOS stands without another BYxxx part.
        case positionsOfNothing
        /// The rule is of another calendar scale (RFC 7529), which is not supported.
        case unsupportedScale(String)
        /// The rule repeats within a day, but DTSTART is a DATE.
        case timesOfWholeDays(Frequency)
    }
}

extension RecurrenceRule.Fault: CustomStringConvertible {
    /// The fault as a clause without a period.
    package var description: String {
        switch self {
        case .malformed(let part): "the recurrence rule part \(part.prefix(40)) is malformed"
        case .unknownPart(let part): "the recurrence rule part \(part.prefix(40)) is unknown"
        case .repeatedPart(let part): "the recurrence rule has \(part.rawValue) more than once"
        case .missingFrequency: "the recurrence rule has no FREQ"
        case .countWithUntil: "COUNT and UNTIL exclude each other"
        case .partNotAllowed(let part, let frequency):
            "\(part.rawValue) cannot stand in a rule of FREQ=\(frequency.rawValue)"
        case .ordinalNotAllowed(let frequency):
            "BYDAY cannot have a number in this rule of FREQ=\(frequency.rawValue)"
        case .positionsOfNothing: "BYSETPOS needs another BYxxx part beside it"
        case .unsupportedScale(let scale):
            "recurrence on the calendar scale \(scale.prefix(40)) (RSCALE, RFC 7529) is not supported"
        case .timesOfWholeDays(let frequency): "FREQ=\(frequency.rawValue) needs a DTSTART with a time of day"
        }
    }
}
