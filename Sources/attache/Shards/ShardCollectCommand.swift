import ArgumentParser
import BlobAPI
import BlobService
import BlobStore
import FoundationEssentials
import Logging

/// `attache shard collect`.
struct ShardCollectCommand: AsyncParsableCommand {
    /// What `attache shard collect --help` says.
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Removes what nobody has held for longer than the grace.",
        discussion: """
            First it looks through the whole index for what nobody holds, and lets the grace of what it finds begin. What \
            it removes cannot be had any more; its bytes go with the compaction, which a running node begins by itself \
            and a stopped shard gets from "attache shard compact". It may be stopped at any time. Nodes collect by \
            themselves once an hour.
            """
    )

    /// The shard.
    @OptionGroup var options: ShardJobOptions

    /// How long what nobody holds is kept.
    @Option(
        name: .customLong("collection-grace"),
        help: """
            How long a stopped shard keeps what nobody holds (24h), also ATTACHE_COLLECTION_GRACE: what the node has as \
            collection.grace.
            """
    )
    var grace: String?

    /// Checks that the grace is not given for a node.
    func validate() throws {
        guard grace == nil || options.shard.directory != nil else {
            throw ValidationError("A running node has its grace itself: leave --collection-grace out.")
        }
    }

    /// Collects in the shard.
    func run() async throws {
        try await options.run(.collection, stopped: collect)
    }

    private func collect(_ place: StoppedShardPlace) async throws {
        let display = ProgressDisplay("collect")
        // The grace of the node: a shorter one would take what somebody may still want back.
        let settings = try await ShardSettings(ShardSettings.Key.grace, givenAs: grace)
        let (found, removed) = try await place.withShard(options.work(level: .warning, settings)) { shard in
            defer { display.end() }
            let found = try await shard.sweep()
            let removed = try await shard.collect(now: Date()) { report in
                display.show(ProgressReport(done: UInt64(report.contents), total: nil, text: Self.text(of: report)))
            }
            return (found, removed)
        }
        print("removed \(Self.text(of: removed)), \(ByteText(removed.bytes)) of the segments")
        let unheld = found.chunks + found.manifests
        if unheld > 0 { print("found \(unheld) more that nobody holds; their grace begins now") }
    }

    private static func text(of report: CollectionReport) -> String {
        "\(CountText(report.chunks, "chunk")) and \(CountText(report.manifests, "manifest"))"
    }
}
