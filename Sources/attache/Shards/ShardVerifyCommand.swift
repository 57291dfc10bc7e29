import ArgumentParser
import BlobStore

/// `attache shard verify`.
struct ShardVerifyCommand: AsyncParsableCommand {
    /// What `attache shard verify --help` says.
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Reads everything in a stopped shard and compares log and index.",
        discussion: """
            Changes nothing. Every header, checksum and body in use is checked, and whether each reference can be read. \
            Findings go to standard output, one a line, and the exit code is 1 when there are any. What the node goes on \
            with by itself, such as the rest of an interrupted upload, is told and is no finding. Without the master key \
            encrypted bytes are held against their checksums only.
            """
    )

    /// The shard.
    @OptionGroup var options: StoppedShardOptions

    /// Verifies the shard.
    func run() async throws {
        try await ShardExit.explaining {
            let shard = try options.place().look()
            let report = try Self.verify(shard)
            for finding in report.findings { print("\(finding)") }
            for line in VerificationText(report).lines { print(line) }
            guard report.findings.isEmpty else { throw ShardExit.findings }
        }
    }

    private static func verify(_ shard: StoppedShard) throws -> VerificationReport {
        let display = ProgressDisplay("verify")
        defer { display.end() }
        return try shard.verify { progress in
            switch progress.phase {
            case .log: display.show(bytes: progress.done, of: progress.total, findings: UInt64(progress.findings))
            case .index:
                let text = "\(progress.done) of \(progress.total) rows of the index"
                display.show(ProgressReport(done: progress.done, total: progress.total, text: text))
            }
        }
    }
}
