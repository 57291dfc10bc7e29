package import CalendarStore
import HTTPSemantics

/// Where a calendar object resource is, for people and for URLs.
package struct EventPlace: Hashable, Sendable {
    /// The identifier, which stays the same through changes and moves.
    package let object: ObjectID

    /// The name of the home's owner.
    package let owner: UserID

    /// The segments of the calendar and of the object, decoded.
    package let calendar, name: String

    /// Creates the place of an object.
    package init(object: ObjectID, _ location: ObjectLocation) {
        self.object = object
        owner = location.owner
        calendar = location.calendar
        name = location.name
    }

    /// The absolute path in URLs, percent-encoded.
    package var path: String {
        PercentEncoding.encodePath(["calendars", owner.text, calendar, name], isCollection: false)
    }
}
