import BlobModel
import BlobStore
import Synchronization

/// A front whose answers a test decides.
final class StubOracle: ReferenceOracle {
    /// What a failing oracle throws.
    struct Silence: Error {}

    /// The references that do not exist.
    let absent = Mutex<Set<ReferenceID>>([])

    /// The deployment that answers; nil for that of the shard.
    let deployment = Mutex<DeploymentID?>(nil)

    /// How many questions are answered before the oracle fails.
    let patience = Mutex(Int.max)

    /// The sizes of the questions, in order.
    let questions = Mutex<[Int]>([])

    /// Answers from what the test has set.
    func missing(
        among references: [ReferenceID],
        deployment: DeploymentID
    ) async throws -> (deployment: DeploymentID, missing: [ReferenceID]) {
        questions.withLock { $0.append(references.count) }
        let isSilent = patience.withLock { patience in
            defer { patience -= 1 }
            return patience <= 0
        }
        guard !isSilent else { throw Silence() }
        let absent = absent.withLock { $0 }
        return (self.deployment.withLock { $0 } ?? deployment, references.filter { absent.contains($0) })
    }

    /// Says of a blob's reference that it does not exist.
    func forget(_ blob: PutBlob) {
        absent.withLock { _ = $0.insert(blob.reference) }
    }
}
