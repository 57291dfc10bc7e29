package import BlobModel
package import FoundationEssentials

/// A signing key as operators see it, without its secret.
package struct SigningKeyRecord: Hashable, Sendable {
    /// The key's ID.
    package let id: SigningKeyID

    /// Where the key stands in its life.
    package let state: SigningKey.State

    /// The instant at which the key was made.
    package let created: Date

    /// The instant at which the key came into its state.
    package let changed: Date
}
