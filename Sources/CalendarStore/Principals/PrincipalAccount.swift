/// A principal with what the passwords of that principal are verified against.
package struct PrincipalAccount: Hashable, Sendable {
    /// The principal.
    package let principal: Principal

    /// The encoded hash of the principal's own password, or `nil` where there is none.
    package let passwordHash: String?

    /// The app passwords, expired ones too, in the order of their labels.
    package let appPasswords: [Credential]
}
