package import BlobModel

/// A node's question to the front, which of some references do not exist.
///
/// A reference is random and never used again, so that its ID alone says which one is meant.
package struct RecountQuestion: Codable, Sendable, Equatable {
    /// The most references in one question.
    package static let maximumReferences = 1_000

    /// The deployment that the asking shard belongs to.
    package let deployment: DeploymentID

    /// The references.
    package let references: [ReferenceID]

    /// Creates a question.
    package init(deployment: DeploymentID, references: [ReferenceID]) {
        self.deployment = deployment
        self.references = references
    }
}
