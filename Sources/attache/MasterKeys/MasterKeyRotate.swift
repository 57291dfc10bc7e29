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
            let keys = try options.keys()
            let status = try keys.status()
            guard status.isRotationDue else { return try Self.tellWhyNot(status) }
            try Self.tell(try await Self.rotate(keys))
        }
    }

    private static func rotate(_ keys: StoppedShardKeys) async throws -> RotationReport {
        let display = ProgressDisplay("rotate")
        defer { display.end() }
        return try await keys.rotate { progress in
            let text = "\(progress.done) of \(CountText(progress.total, "key"))"
            display.show(ProgressReport(done: UInt64(progress.done), total: UInt64(progress.total), text: text))
        }
    }

    private static func tell(_ report: RotationReport) throws {
        for failure in report.failures { ShardExit.say(failure) }
        print("wrapped \(CountText(report.rewrapped, "key")), passed over \(report.passedOver)")
        guard !report.isFinished else { return }
        ShardExit.say("The rotation is not finished: the former master key is still needed.")
        throw ShardExit.findings
    }

    /// Says that nothing was to be done.
    private static func tellWhyNot(_ status: MasterKeyStatus) throws {
        guard let mark = status.mark else {
            return print("the shard has no keys: nothing in it is encrypted, and there is nothing to wrap")
        }
        print("all keys of the shard are wrapped under the master key \(mark) already")
        let rest = status.waiting + status.unusable
        guard rest > 0 else { return }
        ShardExit.say("\(CountText(rest, "key file")) of another master key, or damaged: restore them from a backup.")
        throw ShardExit.findings
    }
}
