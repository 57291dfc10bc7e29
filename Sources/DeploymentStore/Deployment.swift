package import BlobModel
package import FoundationEssentials

/// One front database with all the shards that it governs.
package struct Deployment: Hashable, Sendable {
    /// The identity, which shards carry too.
    package let id: DeploymentID

    /// The secret from which cutting points derive; it never changes.
    package let chunkingSecret: ChunkingSecret

    /// The instant at which the deployment was made.
    package let created: Date
}
