package import BlobModel

/// The front's answer to a ``RecountQuestion``.
///
/// Each reference that it names has a tombstone by then: no transaction with it can be committed any more.
package struct RecountAnswer: Codable, Sendable, Equatable {
    /// The deployment that answers; an answer of another one than the shard's counts for nothing.
    package let deployment: DeploymentID

    /// Those of the references that do not exist.
    package let absent: [ReferenceID]

    /// Creates an answer.
    package init(deployment: DeploymentID, absent: [ReferenceID]) {
        self.deployment = deployment
        self.absent = absent
    }
}
