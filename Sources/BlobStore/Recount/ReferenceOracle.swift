package import BlobModel

/// Who knows which references exist: the front with its database.
package protocol ReferenceOracle: Sendable {
    /// Asks about some references.
    ///
    /// An answer is given only from committed state, and what it names can never come to exist any more.
    ///
    /// - Parameters:
    ///   - references: The references, at most 1,000.
    ///   - deployment: The deployment of the shard that asks.
    /// - Returns: The deployment that answers, and those of the references that do not exist.
    /// - Throws: Whatever keeps it from a definite answer; nothing is released then.
    func missing(
        among references: [ReferenceID],
        deployment: DeploymentID
    ) async throws -> (deployment: DeploymentID, missing: [ReferenceID])
}
