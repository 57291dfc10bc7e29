/// Says why octets are not iCalendar data, and where.
package struct ICalendarError: Error, Hashable, Sendable {
    /// The number of the physical line, from 1, where the fault begins.
    package let line: Int
    /// The fault.
    package let reason: Reason

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - line: The number of the physical line, from 1.
    ///   - reason: The fault.
    package init(line: Int, reason: Reason) {
        self.line = line
        self.reason = reason
    }

    /// The faults of syntax, of size, and of RFC 5545 §3.6.
    package enum Reason: Hashable, Sendable {
        /// The stream is larger than the limit, in octets.
        case tooManyOctets(limit: Int)
        /// One line is longer than the limit, in octets after unfolding.
        case lineTooLong(limit: Int)
        /// There are more components, properties, and parameter values than the limit.
        case tooManyElements(limit: Int)
        /// Components are nested deeper than the limit.
        case nestedTooDeeply(limit: Int)
        /// A control character stands in a line; RFC 5545 §3.1 allows HTAB only.
        case controlCharacter(UInt8)
        /// The unfolded line is not UTF-8.
        case notUTF8
        /// The line holds U+FFFE or U+FFFF, which no XML report could carry.
        case noncharacter
        /// The first line begins with white space, and so continues nothing.
        case continuationWithoutLine
        /// A name is empty or has a character that names cannot have.
        case invalidName
        /// The colon before the value is missing.
        case missingColon
        /// A parameter has no equals sign.
        case parameterWithoutValue(parameter: String)
        /// A quoted parameter value does not end, or goes on after its closing quote.
        case malformedQuoting(parameter: String)
        /// There are no lines.
        case empty
        /// The stream does not begin with BEGIN:VCALENDAR.
        case notACalendar
        /// A component ends that did not begin, or not innermost.
        case mismatchedEnd(expected: String, found: String)
        /// A component does not end.
        case unclosedComponent(String)
        /// Something follows END:VCALENDAR.
        case contentAfterEnd
        /// A property that a component needs is missing.
        case missingProperty(String, component: String)
        /// A property occurs more often than once.
        case repeatedProperty(String, component: String)
        /// Two properties stand together that exclude each other.
        case conflictingProperties(String, String)
        /// The value of a property is not of its type.
        case invalidValue(property: String)
        /// The value of the first property is a DATE and that of the second a DATE-TIME, or the other way round.
        case differentTypes(String, String)
        /// A VTIMEZONE has neither STANDARD nor DAYLIGHT.
        case missingObservance
        /// CALSCALE names another calendar than the Gregorian one.
        case unsupportedCalendarScale
    }
}

extension ICalendarError: CustomStringConvertible {
    /// A sentence that names the line and the fault, and repeats no value from the data.
    package var description: String {
        "Line \(line): \(reason)."
    }
}

extension ICalendarError.Reason: CustomStringConvertible {
    /// The fault as a clause without a period.
    package var description: String {
        switch self {
        case .tooManyOctets(let limit): "the data is larger than \(limit) octets"
        case .lineTooLong(let limit): "the line is longer than \(limit) octets"
        case .tooManyElements(let limit): "the data has more than \(limit) components, properties and parameters"
        case .nestedTooDeeply(let limit): "components are nested deeper than \(limit)"
        case .controlCharacter(let octet): "the control character \(octet) is not allowed"
        case .notUTF8: "the line is not UTF-8"
        case .noncharacter: "the line holds a Unicode noncharacter"
        case .continuationWithoutLine: "the line continues a line that does not exist"
        case .invalidName: "the line does not begin with a valid name, or a parameter has an invalid name"
        case .missingColon: "the colon before the value is missing"
        case .parameterWithoutValue(let parameter): "the parameter \(parameter.clipped) has no value"
        case .malformedQuoting(let parameter): "the parameter \(parameter.clipped) is not quoted properly"
        default: structureDescription
        }
    }

    private var structureDescription: String {
        switch self {
        case .empty: "there is no calendar data"
        case .notACalendar: "the data does not begin with BEGIN:VCALENDAR"
        case .mismatchedEnd(let expected, let found):
            "END:\(expected.clipped) was expected and END:\(found.clipped) was found"
        case .unclosedComponent(let name): "the component \(name.clipped) does not end"
        case .contentAfterEnd: "something follows END:VCALENDAR"
        case .missingProperty(let name, let component): "the component \(component.clipped) has no \(name)"
        case .repeatedProperty(let name, let component): "the component \(component.clipped) has more than one \(name)"
        case .conflictingProperties(let first, let second): "\(first) and \(second) exclude each other"
        case .invalidValue(let property): "the value of \(property) is malformed"
        case .differentTypes(let first, let second):
            "of \(first) and \(second) one is a DATE and the other a DATE-TIME"
        case .missingObservance: "the component VTIMEZONE has neither STANDARD nor DAYLIGHT"
        case .unsupportedCalendarScale: "only CALSCALE:GREGORIAN is supported"
        default: "the data is malformed"
        }
    }
}

extension String {
    /// The first characters, enough for a message about names that may be of any length.
    fileprivate var clipped: String {
        count > 40 ? prefix(40) + "…" : self
    }
}
