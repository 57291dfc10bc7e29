import BlobAPI
import BlobClient
import BlobModel
import BlobStore

/// The front as the one who knows which references exist.
struct FrontOracle: ReferenceOracle {
    /// The node's way to the front.
    let front: FrontClient

    /// Asks the front, which writes a tombstone for each reference that it calls absent.
    ///
    /// - Throws: `FrontClientError`, also when recounts are suspended, and `CancellationError`.
    func missing(
        among references: [ReferenceID],
        deployment: DeploymentID
    ) async throws -> (deployment: DeploymentID, missing: [ReferenceID]) {
        let answer = try await front.recount(RecountQuestion(deployment: deployment, references: references))
        return (answer.deployment, answer.absent)
    }
}
