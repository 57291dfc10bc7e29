package import FoundationEssentials

/// What a credential is; the raw values are those in the database.
package enum CredentialKind: String, Hashable, Sendable, CaseIterable {
    /// A password that one program or device uses in place of the principal's own.
    case appPassword = "app-password"

    /// An opaque bearer token (RFC 6750).
    case token
}

/// An app password or a token of a principal; the secret itself is not stored.
package struct Credential: Hashable, Sendable {
    /// The identifier.
    package let id: CredentialID

    /// The principal whom the secret proves.
    package let principal: UserID

    /// What it is.
    package let kind: CredentialKind

    /// What people call it, such as the name of a device; each of a principal and kind has another.
    package let label: String

    /// What the secret is verified against: an encoded digest or password hash.
    package let verifier: String

    /// The instant of creation.
    package let created: Date

    /// The instant from which on it proves nothing; `nil` for never.
    package let expires: Date?

    /// The instant of the last use that was written down; `nil` before the first.
    package let lastUsed: Date?
}

/// What is said of a credential that is to be created.
package struct NewCredential: Hashable, Sendable {
    /// The identifier, which the secret may carry so that its row is found at once.
    package let id: CredentialID

    /// What it is.
    package let kind: CredentialKind

    /// What people call it; not empty.
    package let label: String

    /// What the secret is verified against.
    package let verifier: String

    /// The instant from which on it proves nothing; `nil` for never.
    package let expires: Date?

    /// Creates the description of a credential.
    package init(
        id: CredentialID = .random(),
        kind: CredentialKind,
        label: String,
        verifier: String,
        expires: Date? = nil
    ) {
        self.id = id
        self.kind = kind
        self.label = label
        self.verifier = verifier
        self.expires = expires
    }
}
