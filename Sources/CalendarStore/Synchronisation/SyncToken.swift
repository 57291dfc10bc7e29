/// The state of a calendar's members at one moment (RFC 6578 §3.2).
package struct SyncToken: Hashable, Sendable, CustomStringConvertible {
    /// The calendar.
    package let calendar: CalendarID

    /// The number of changes of members up to that moment.
    package let revision: Int64

    /// Creates a token.
    package init(calendar: CalendarID, revision: Int64) {
        self.calendar = calendar
        self.revision = revision
    }

    /// Reads what `description` writes.
    package init?(parsing text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let calendar = CalendarID(parsing: String(parts[0])) else { return nil }
        guard let revision = Int64(parts[1]), revision >= 0, String(revision) == parts[1] else { return nil }
        self.init(calendar: calendar, revision: revision)
    }

    /// The calendar's identifier and the revision, joined by a hyphen; safe in a URI.
    package var description: String { "\(calendar.text)-\(revision)" }
}
