package import BlobAPI
package import BlobModel

extension OperatorClient {
    /// The time between two looks at a job.
    private static let look: Duration = .milliseconds(500)

    /// Asks for a job on a shard and waits until it has ended.
    ///
    /// Cancelling the wait leaves the job to the node.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - shard: The shard.
    ///   - order: What the operator decides about a recount; other jobs ignore it.
    ///   - report: Called with each look at the job, also the last one.
    /// - Returns: Where the job stands after it has ended; ``ShardJobStatus/problem`` says how it failed, if it did.
    /// - Throws: ``OperatorClientError`` and `CancellationError`.
    package func run(
        _ job: ShardJob,
        on shard: ShardID,
        order: RecountOrder = RecountOrder(),
        report: (ShardJobStatus) -> Void = { _ in }
    ) async throws -> ShardJobStatus {
        let begun = try await start(job, on: shard, order: order)
        var latest = begun
        while latest.runs <= begun.runs {
            report(latest)
            try await Task.sleep(for: Self.look)
            latest = try await status(of: job, on: shard)
            guard latest.runs >= begun.runs else { throw OperatorClientError.interrupted(job) }
        }
        report(latest)
        return latest
    }

    /// A node that was started anew has forgotten how often the job has run, or does not have the shard open yet.
    private func status(of job: ShardJob, on shard: ShardID) async throws -> ShardJobStatus {
        guard let status = try await details(of: shard).status(of: job) else {
            throw OperatorClientError.interrupted(job)
        }
        return status
    }
}
