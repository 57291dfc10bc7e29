import ArgumentParser
import BlobAPI
import BlobService
import BlobStore
import Logging

/// `attache shard compact`.
struct ShardCompactCommand: AsyncParsableCommand {
    /// What `attache shard compact --help` says.
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Rewrites the segments of which little is in use, and so frees their space.",
        discussion: """
            It needs room for what is in use of the segments that it rewrites, and leaves 64 MiB of the disk free beside. It \
            may be stopped at any time. Nodes compact by themselves. When segments stay as they are because of damage or \
            lack of room, the exit code is 1. Of a stopped shard each of them is named; a running node says how much room \
            is needed at least, and its log names what is damaged.
            """
    )

    /// The shard.
    @OptionGroup var options: ShardJobOptions

    /// The share in use below which a segment is rewritten.
    @Option(
        name: .customLong("compaction-live-share"),
        help: """
            The share in use below which a segment of a stopped shard is rewritten (60%), also \
            ATTACHE_COMPACTION_LIVE_SHARE: what the node has as compaction.live-share.
            """
    )
    var liveShare: String?

    /// Checks that the share is not given for a node.
    func validate() throws {
        guard liveShare == nil || options.shard.directory != nil else {
            throw ValidationError("A running node has its live share itself: leave --compaction-live-share out.")
        }
    }

    /// Compacts the shard.
    func run() async throws {
        try await options.run(.compaction, stopped: compact)
    }

    private func compact(_ place: StoppedShardPlace) async throws {
        let settings = try await ShardSettings(ShardSettings.Key.liveShare, givenAs: liveShare)
        let display = ProgressDisplay("compact")
        let report = try await place.withShard(options.work(level: .warning, settings)) { shard in
            defer { display.end() }
            return try await shard.compact { display.show(bytes: $0.bytes, of: $0.total) }
        }
        for skip in report.skipped { print("\(skip)") }
        print(
            "replaced \(CountText(report.replacedSegments, "segment")) by \(report.writtenSegments), and freed "
                + "\(ByteText(report.freedBytes))"
        )
        guard report.skipped.isEmpty else { throw ShardExit.findings }
    }
}
