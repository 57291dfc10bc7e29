/// A copy of a calendar that is being made bit by bit, where nobody sees it.
///
/// It is a reader of the calendar, which writes down what it is told: so at its last step it has exactly what the calendar
/// has then. Its row counts as removed from an instant on that each step puts off: what nobody goes on with is cleared as
/// a removed calendar is.
package struct UnfinishedCopy: Hashable, Sendable {
    /// The identifier that the copy is going to have.
    package let id: CalendarID

    /// The calendar that is copied.
    package let source: CalendarID

    /// The home of the copy.
    let home: HomeID

    /// The state of the calendar that the copy has; `nil` for nothing yet.
    var token: SyncToken?

    /// The name that the row has until the copy is finished.
    ///
    /// No segment of a path has a slash in it, so that it is nobody's. It begins as the names of all copies of the calendar.
    var rowName: String { "copying/\(source.text)/\(id.text)" }
}

/// What one step of a copy did.
package struct CopyStep: Hashable, Sendable {
    /// The copy as it is now.
    package let copy: UnfinishedCopy

    /// Whether the copy has all that the calendar has in this transaction, in which it may be finished.
    package let isUpToDate: Bool

    /// The new copies of objects by the identifiers of their originals, so that the caller links their attachments.
    package let objects: [ObjectID: ObjectID]

    /// The earlier copies that are gone, since their originals were changed or removed meanwhile.
    package let dropped: [CalendarObjectSummary]
}
