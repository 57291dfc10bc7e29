package import FoundationEssentials

/// A user, group, resource, or location (RFC 3744 §2, RFC 5545 §3.2.3).
package struct Principal: Hashable, Sendable {
    /// The name that the principal logs in with.
    package let uid: UserID

    /// What the principal is.
    package let kind: PrincipalKind

    /// The name for people to read.
    package let displayName: String

    /// The calendar home, which is also the dedup domain of the principal's attachments.
    package let home: HomeID

    /// The calendar user addresses, such as `mailto:alice@example.com`, the preferred one first.
    package let addresses: [String]

    /// Everything that names the principal in calendar data (RFC 6638 §2.4.1): the addresses, and the path of its URL.
    package var calendarUserAddresses: [String] { addresses + ["/principals/users/\(uid)/"] }

    /// Whether the principal may administer the service.
    package let isAdministrator: Bool

    /// The instant at which the principal was created, and the calendar home with it.
    package let created: Date

    /// Creates a principal from its stored parts.
    package init(
        uid: UserID,
        kind: PrincipalKind,
        displayName: String,
        home: HomeID,
        addresses: [String],
        isAdministrator: Bool,
        created: Date
    ) {
        self.uid = uid
        self.kind = kind
        self.displayName = displayName
        self.home = home
        self.addresses = addresses
        self.isAdministrator = isAdministrator
        self.created = created
    }
}
