import BlobModel
import FoundationEssentials

/// What routes need of the node that they belong to.
struct NodeAccess: Sendable {
    /// Where the runtime is.
    let state: NodeState

    /// Through which a fresh assignment is asked for.
    let signal: AssignmentSignal

    /// The front, for leave to download and to upload.
    let front: any AssignmentSource & GrantSource

    /// The clock on the wall.
    let now: @Sendable () -> Date

    /// Returns the runtime after it has learnt of an epoch, if the front can be asked.
    ///
    /// - Throws: The problem `unavailable` before the first assignment.
    func runtime(knowing epoch: UInt64) async throws -> NodeRuntime {
        let runtime = try state.runtime()
        guard runtime.epoch < epoch else { return runtime }
        await signal.wishAndWait()
        return try state.runtime()
    }

    /// Checks a signed URL; an unknown key is looked for at the front once.
    ///
    /// - Returns: The runtime whose keys the URL was checked with.
    /// - Throws: `SignedURLError`, and the problem `unavailable` before the first assignment.
    func verify(_ url: some SignedClaim) async throws -> NodeRuntime {
        let began = now()
        let runtime = try state.runtime()
        do throws(SignedURLError) {
            try url.verify(with: runtime.keys, now: began)
            return runtime
        } catch  where error == .key {
            await signal.wishAndWait()
        }
        let refreshed = try state.runtime()
        try url.verify(with: refreshed.keys, now: began)
        return refreshed
    }
}
