import ArgumentParser
import BlobStore

/// `attache key master rotate`.
struct MasterKeyRotate: AsyncParsableCommand {
    /// What `attache key master rotate --help` says.
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Wraps the keys of a shard's domains under a new master key; no data is rewritten.",
        discussion: """
            The node must be stopped; one that runs does the same by itself when it is started with both files in its \
            settings. The command may be stopped and repeated. When it has finished, the former master key is not \
            needed any more, except for older backups.
            """
    )

    /// The shard and the keys.
    @OptionGroup var options: MasterKeyOptions

    /// Rotates the key.
    func run() async throws {
        try await ShardExit.explaining {
            let report = try await options.keys().rotate { progress in
                ShardExit.note("\(progress.done) of \(progress.total) keys")
            }
            for failure in report.failures { ShardExit.say(failure) }
            print("wrapped \(report.rewrapped) keys, passed over \(report.passedOver)")
            guard !report.isFinished else { return }
            ShardExit.say("The rotation is not finished: the former master key is still needed.")
            throw ShardExit.findings
        }
    }
}
