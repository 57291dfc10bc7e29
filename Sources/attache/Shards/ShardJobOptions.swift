import ArgumentParser
import BlobAPI

/// A shard on which a job is to be done, by the node that has it open or by the command itself.
struct ShardJobOptions: ParsableArguments {
    /// The shard.
    @OptionGroup var shard: ShardPlaceOptions

    /// The rate.
    @Option(
        name: .customLong("rate"),
        help: "The bytes per second to read and write at most, for a stopped shard; 0 for no limit."
    )
    var bytesPerSecond = 0

    /// Checks the rate.
    func validate() throws {
        guard bytesPerSecond >= 0 else { throw ValidationError("--rate is 0 or more.") }
    }

    /// Runs the job to its end, and explains why when that fails.
    ///
    /// - Parameters:
    ///   - job: The job that a running node is asked for.
    ///   - doIt: Does the same on a stopped shard.
    /// - Throws: An exit code; a usage error.
    func run(_ job: ShardJob, stopped doIt: (StoppedShardPlace) async throws -> Void) async throws {
        try await ShardExit.explaining {
            switch try await shard.place() {
            case .stopped(let place): try await doIt(place)
            case .node(let node): try ShardJobOutcome(try await node.run(job)).tell()
            }
        }
    }
}
