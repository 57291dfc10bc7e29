import ArgumentParser
import BlobAPI
import BlobStore
import Logging

/// `attache shard compact`.
struct ShardCompactCommand: AsyncParsableCommand {
    /// What `attache shard compact --help` says.
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Rewrites the segments of which little is in use, and so frees their space.",
        discussion: """
            It needs room for what is in use of the segments that it rewrites. It may be stopped at any time. Nodes \
            compact by themselves. Of a stopped shard, each segment that stays as it is because of damage or lack of \
            room is named, and the exit code is 1.
            """
    )

    /// The shard.
    @OptionGroup var options: ShardJobOptions

    /// Compacts the shard.
    func run() async throws {
        try await options.run(.compaction, stopped: compact)
    }

    private func compact(_ place: StoppedShardPlace) async throws {
        let display = ProgressDisplay("compact")
        let report = try await place.withShard(bytesPerSecond: options.bytesPerSecond, level: .warning) { shard in
            defer { display.end() }
            return try await shard.compact { display.show(bytes: $0.bytes, of: $0.total) }
        }
        for skip in report.skipped { print(Self.sentence(for: skip)) }
        print(
            "replaced \(CountText(report.replacedSegments, "segment")) by \(report.writtenSegments), and freed "
                + "\(ByteText(report.freedBytes))"
        )
        guard report.skipped.isEmpty else { throw ShardExit.findings }
    }

    private static func sentence(for skip: CompactionSkip) -> String {
        let segments =
            skip.first == skip.through
            ? "Segment \(skip.first) stays" : "Segments \(skip.first) to \(skip.through) stay"
        return switch skip.reason {
        case .insufficientSpace(let needed, let available):
            "\(segments): \(ByteText(needed)) are needed, \(ByteText(available)) are free."
        case .damaged(let reason): "\(segments): \(reason)"
        }
    }
}
