/// Says why data cannot be stored as a calendar object resource, in the terms of RFC 4791 §5.3.2.1.
package enum CalendarObjectError: Error, Hashable, Sendable {
    /// The data is larger than the limit, in octets.
    case tooLarge(limit: Int)
    /// The data is of another version of iCalendar than 2.0.
    case unsupportedVersion(String, line: Int)
    /// The data is not valid iCalendar.
    case invalidCalendarData(ICalendarError)
    /// The data is iCalendar, but not one calendar object resource.
    case invalidCalendarObjectResource(Fault, line: Int)

    /// A breach of RFC 4791 §4.1.
    package enum Fault: Hashable, Sendable {
        /// The object has a METHOD.
        case methodPresent
        /// The object has no component but VTIMEZONE.
        case noComponent
        /// The object has components of two types.
        case severalTypes(String, String)
        /// A component has no UID, or an empty one.
        case missingUID
        /// Two components have different UIDs.
        case severalUIDs
        /// Two components have the same RECURRENCE-ID, or two have none.
        case repeatedInstance
    }

    /// The preconditions that faults of the data itself violate.
    package enum Precondition: Hashable, Sendable {
        /// `CALDAV:supported-calendar-data`
        case supportedCalendarData
        /// `CALDAV:valid-calendar-data`
        case validCalendarData
        /// `CALDAV:valid-calendar-object-resource`
        case validCalendarObjectResource
        /// `CALDAV:max-resource-size`
        case maxResourceSize
    }

    /// The precondition of RFC 4791 §5.3.2.1 that is violated.
    package var precondition: Precondition {
        switch self {
        case .tooLarge: .maxResourceSize
        case .unsupportedVersion: .supportedCalendarData
        case .invalidCalendarData: .validCalendarData
        case .invalidCalendarObjectResource: .validCalendarObjectResource
        }
    }
}

extension CalendarObjectError: CustomStringConvertible {
    /// A sentence that names the line and the fault, and repeats no value from the data.
    package var description: String {
        switch self {
        case .tooLarge(let limit): "The calendar data is larger than \(limit) octets."
        case .unsupportedVersion(_, let line): "Line \(line): only VERSION:2.0 is supported."
        case .invalidCalendarData(let error): error.description
        case .invalidCalendarObjectResource(let fault, let line): "Line \(line): \(fault)."
        }
    }
}

extension CalendarObjectError.Fault: CustomStringConvertible {
    /// The fault as a clause without a period.
    package var description: String {
        switch self {
        case .methodPresent: "a stored calendar object must not have a METHOD"
        case .noComponent: "the object has no calendar component"
        case .severalTypes(let first, let second):
            "the object has components of two types, \(first.prefix(40)) and \(second.prefix(40))"
        case .missingUID: "the component has no UID"
        case .severalUIDs: "the components have different UIDs"
        case .repeatedInstance: "two components have the same RECURRENCE-ID, or two have none"
        }
    }
}
