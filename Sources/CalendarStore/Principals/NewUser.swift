/// What is said of a user who is to be created.
package struct NewUser: Hashable, Sendable {
    /// The name that the user logs in with.
    package let uid: UserID

    /// The name for people to read.
    package let displayName: String

    /// The encoded hash of the password, or `nil` for a user who can not log in with one.
    package let passwordHash: String?

    /// The calendar user addresses, the preferred one first.
    package let addresses: [String]

    /// Whether the user may administer the service.
    package let isAdministrator: Bool

    /// Creates the description of a user.
    package init(
        uid: UserID,
        displayName: String,
        passwordHash: String?,
        addresses: [String],
        isAdministrator: Bool = false
    ) {
        self.uid = uid
        self.displayName = displayName
        self.passwordHash = passwordHash
        self.addresses = addresses
        self.isAdministrator = isAdministrator
    }
}
