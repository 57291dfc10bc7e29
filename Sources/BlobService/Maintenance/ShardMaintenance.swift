import BlobAPI
import BlobModel
import BlobStore

/// A shard as background work sees it.
protocol ShardMaintenance: Sendable {
    /// The shard's ID.
    var id: ShardID { get }

    /// Runs a job on the shard.
    ///
    /// It steps back behind those who wait for the shard, and ends soon when its task is cancelled: a later run goes on.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - order: How it is to be run.
    ///   - front: Who knows which references exist.
    ///   - report: Told how far the run has come.
    /// - Returns: What the run brought.
    /// - Throws: Whatever keeps the job from its end.
    func run(
        _ job: ShardJob,
        order: JobOrder,
        front: any ReferenceOracle,
        report: @escaping @Sendable (JobProgress) -> Void
    ) async throws -> JobResult
}
