package import CalendarStore

/// A calendar home that exists, and what the principal may do with it.
package struct ResolvedHome: Sendable {
    /// Whose home it is.
    package let owner: Principal
    /// What the principal of the request may do.
    package let privileges: Privileges
}

/// A collection that exists, and what the principal may do with it.
package struct ResolvedCalendar: Sendable {
    /// Whose home the collection is in.
    package let owner: Principal
    /// The collection.
    package let calendar: CalendarCollection
    /// What the principal of the request may do with the collection and everything in it.
    package let privileges: Privileges
}

/// A name in a collection that exists.
package struct ResolvedObject: Sendable {
    /// The collection.
    package let place: ResolvedCalendar
    /// The object of that name, or nil where there is none.
    package let summary: CalendarObjectSummary?
}
