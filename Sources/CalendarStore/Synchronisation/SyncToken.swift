/// The state of a calendar's members as a reader knows it (RFC 6578 §3.2).
package struct SyncToken: Hashable, Sendable, CustomStringConvertible {
    /// The calendar.
    package let calendar: CalendarID

    /// How far the reader has come in the calendar's history.
    package let position: SyncPosition

    /// Creates the token of a reader who knows everything up to a revision.
    package init(calendar: CalendarID, revision: Int64) {
        self.init(calendar: calendar, position: SyncPosition(revision: revision))
    }

    /// Creates a token.
    init(calendar: CalendarID, position: SyncPosition) {
        self.calendar = calendar
        self.position = position
    }

    /// Reads what `description` writes.
    package init?(parsing text: String) {
        guard let (calendar, position) = SyncTokenText.parse(text, as: CalendarID.self), position.place == nil
        else { return nil }
        self.init(calendar: calendar, position: position)
    }

    /// The number of changes of members up to that state.
    package var revision: Int64 { position.revision }

    /// The calendar's identifier and the position, joined by a hyphen; safe in a URI.
    package var description: String { "\(calendar.text)-\(position)" }
}

/// The state of a whole calendar home as a reader knows it: its collections and their members (RFC 6578 §3.3).
package struct HomeSyncToken: Hashable, Sendable, CustomStringConvertible {
    /// The home.
    package let home: HomeID

    /// How far the reader has come in the home's history.
    package let position: SyncPosition

    /// Creates a token.
    init(home: HomeID, position: SyncPosition) {
        self.home = home
        self.position = position
    }

    /// Reads what `description` writes.
    package init?(parsing text: String) {
        guard let (home, position) = SyncTokenText.parse(text, as: HomeID.self) else { return nil }
        self.init(home: home, position: position)
    }

    /// The home's identifier and the position, joined by a hyphen; safe in a URI.
    package var description: String { "\(home.text)-\(position)" }
}

/// The common form of sync tokens.
private enum SyncTokenText {
    static func parse<ID: RandomIdentifier>(_ text: String, as type: ID.Type) -> (ID, SyncPosition)? {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = ID(parsing: String(parts[0])), let position = SyncPosition(parsing: parts[1])
        else { return nil }
        return (id, position)
    }
}
