import CalendarStore

/// The outcome of a PUT.
struct StoredPut: Sendable {
    /// What was stored, and whether it is new.
    let written: WrittenObject

    /// Whether the stored data differs from what the client sent.
    let isChanged: Bool

    /// Whether attachments may fall due for their release because of it.
    let unlinks: Bool
}
