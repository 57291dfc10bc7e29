/// A resource that has dead properties (RFC 4918 §4.1).
package enum PropertyOwner: Hashable, Sendable {
    /// A principal.
    case principal(UserID)

    /// A calendar home.
    case home(HomeID)

    /// A collection in a calendar home.
    case calendar(CalendarID)

    /// A calendar object resource.
    case object(ObjectID)
}

extension PropertyOwner {
    /// What an owner is: each has a table of its own, from which the rows go with the owner.
    enum Kind: String, CaseIterable {
        /// A principal.
        case principal

        /// A calendar home.
        case home

        /// A collection in a calendar home.
        case calendar

        /// A calendar object resource.
        case object

        /// The table of the properties.
        var table: String { "\(rawValue)_property" }

        /// The column that names the owner.
        var column: String { rawValue }

        /// The column that the owner's one refers to.
        var parent: String {
            switch self {
            case .principal: "principal (uid)"
            case .home: "principal (home)"
            case .calendar: "calendar (id)"
            case .object: "calendar_object (id)"
            }
        }
    }

    /// What the owner is.
    var kind: Kind {
        switch self {
        case .principal: .principal
        case .home: .home
        case .calendar: .calendar
        case .object: .object
        }
    }

    /// The owner's name or identifier.
    var key: String {
        switch self {
        case .principal(let uid): uid.text
        case .home(let home): home.text
        case .calendar(let calendar): calendar.text
        case .object(let object): object.text
        }
    }
}
