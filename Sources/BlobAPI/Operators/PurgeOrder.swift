package import BlobModel

/// An operator's order to remove everything that a dedup domain has.
package struct PurgeOrder: Codable, Hashable, Sendable {
    /// The deployment whose database says that the domain is not needed; a shard of another one refuses.
    package let deployment: DeploymentID

    /// Whether only to tell what would be removed.
    package let dryRun: Bool

    /// Creates an order.
    package init(deployment: DeploymentID, dryRun: Bool) {
        self.deployment = deployment
        self.dryRun = dryRun
    }
}
