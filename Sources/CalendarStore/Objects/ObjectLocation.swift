/// Where an object is, in the words of a URL.
package struct ObjectLocation: Hashable, Sendable {
    /// The name of the home's owner.
    package let owner: UserID

    /// The segments of the calendar and of the object, decoded.
    package let calendar, name: String

    /// Creates a location.
    package init(owner: UserID, calendar: String, name: String) {
        self.owner = owner
        self.calendar = calendar
        self.name = name
    }
}
