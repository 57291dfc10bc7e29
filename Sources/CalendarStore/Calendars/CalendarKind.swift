/// What a collection in a calendar home is for; the raw values are those in the database.
package enum CalendarKind: String, Hashable, Sendable, CaseIterable {
    /// A calendar collection (RFC 4791 §4.2): no two objects share a UID.
    case calendar

    /// The scheduling inbox (RFC 6638 §2.2): several messages may share a UID.
    case inbox

    /// The scheduling outbox (RFC 6638 §2.1).
    case outbox
}
