import ArgumentParser
import BlobAPI
import BlobService
import Logging

/// A shard on which a job is to be done, by the node that has it open or by the command itself.
struct ShardJobOptions: ParsableArguments {
    /// The shard.
    @OptionGroup var shard: ShardPlaceOptions

    /// The rate.
    @Option(
        name: .customLong("rate"),
        help: "The bytes per second to read and write at most, for a stopped shard (0: no limit)."
    )
    var bytesPerSecond: Int?

    /// Checks the rate, and that it is not given for a node.
    func validate() throws {
        guard let bytesPerSecond else { return }
        guard bytesPerSecond >= 0 else { throw ValidationError("--rate is 0 or more.") }
        guard shard.directory != nil else {
            throw ValidationError("A running node has its rate itself, maintenance.bytes-per-second: leave --rate out.")
        }
    }

    /// Returns how the command does the job on a stopped shard.
    ///
    /// - Parameters:
    ///   - level: The least level of what the shard logs to standard error.
    ///   - settings: What the node decides about the shard.
    /// - Returns: The way of the work.
    func work(level: Logger.Level, _ settings: ShardSettings = ShardSettings()) -> StoppedShardWork {
        StoppedShardWork(bytesPerSecond: bytesPerSecond ?? 0, level: level, settings: settings)
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
