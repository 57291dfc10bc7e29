import ArgumentParser
import BlobAPI
import BlobStore
import Logging

/// `attache shard scrub`.
struct ShardScrubCommand: AsyncParsableCommand {
    /// What `attache shard scrub --help` says.
    static let configuration = CommandConfiguration(
        commandName: "scrub",
        abstract: "Reads everything in a shard and quarantines what is damaged.",
        discussion: """
            What is quarantined is not served any more and is healed by a later upload of the same bytes; nothing is \
            removed. A pass that was interrupted goes on where it stood. Nodes scrub by themselves; the exit code is 1 \
            when something was found.
            """
    )

    /// The shard.
    @OptionGroup var options: ShardJobOptions

    /// Scrubs the shard.
    func run() async throws {
        try await options.run(.scrub, stopped: scrub)
    }

    private func scrub(_ place: StoppedShardPlace) async throws {
        let display = ProgressDisplay("scrub")
        // Findings are printed here; the shard need not log them too.
        let report = try await place.withShard(options.work(level: .critical)) { shard in
            defer { display.end() }
            return try await shard.scrub { progress in
                display.show(bytes: progress.bytes, of: progress.totalBytes, findings: progress.findings)
            }
        }
        for finding in report.findings { print("\(finding)") }
        if report.readmitted > 0 { print("\(report.readmitted) that had been found damaged are whole") }
        let findings = report.pass.findings
        print(
            "scrubbed \(ByteText(report.pass.bytes)): "
                + (findings == 0 ? "all is well" : "\(CountText(findings, "finding"))")
        )
        guard findings == 0 else { throw ShardExit.findings }
    }
}
