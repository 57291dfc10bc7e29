package import CalendarStore

/// The path of a calendar object resource in its parts.
package struct ObjectPath: Hashable, Sendable {
    /// Whose home it is in.
    package let owner: UserID

    /// The segment of the collection, decoded.
    package let calendar: String

    /// The segment of the object, decoded.
    package let name: String

    /// Makes the path of an object.
    package init(owner: UserID, calendar: String, name: String) {
        self.owner = owner
        self.calendar = calendar
        self.name = name
    }

    /// Takes a path apart; nil for one that names another kind of resource.
    package init?(_ path: ResourcePath) {
        guard case .object(let owner, let calendar, let name) = path else { return nil }
        self.init(owner: owner, calendar: calendar, name: name)
    }

    /// The path as that of a resource.
    package var resource: ResourcePath { .object(owner, calendar: calendar, name: name) }
}
