/// What a principal is; the raw values are those in the database.
package enum PrincipalKind: String, Hashable, Sendable, CaseIterable {
    /// A person.
    case user

    /// Several principals under one name.
    case group

    /// A thing that can be booked.
    case resource

    /// A place that can be booked.
    case location
}
