/// The properties for which RFC 4791 §9.9 says when they overlap a range of time.
enum TimedProperty: String, Hashable, Sendable {
    /// COMPLETED.
    case completed = "COMPLETED"

    /// CREATED.
    case created = "CREATED"

    /// DTEND, or what DTSTART and DURATION make of it.
    case end = "DTEND"

    /// DTSTAMP.
    case stamp = "DTSTAMP"

    /// DTSTART.
    case start = "DTSTART"

    /// DUE, or what DTSTART and DURATION make of it.
    case due = "DUE"

    /// LAST-MODIFIED.
    case lastModified = "LAST-MODIFIED"
}
