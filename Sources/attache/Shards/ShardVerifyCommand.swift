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
            Findings go to standard output, one a line, and the exit code is 1 when there are any. Without the master \
            key encrypted bytes are held against their checksums only.
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
            for line in Self.summary(of: report) { print(line) }
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

    private static func summary(of report: VerificationReport) -> [String] {
        var lines = [
            "verified \(ByteText(report.bytes)) in \(CountText(report.records, "record")), and "
                + "\(CountText(report.references, "reference")): \(verdict(on: report))"
        ]
        if report.unreplayedBytes > 0 {
            lines.append(
                "\(ByteText(report.unreplayedBytes)) at the end of the log are not indexed yet; the node does that when "
                    + "it opens the shard"
            )
        }
        if report.unfinishedCompactions > 0 {
            lines.append("a compaction was interrupted; the node brings it to its end when it opens the shard")
        }
        if report.sealedManifests > 0 {
            lines.append(
                "\(CountText(report.sealedManifests, "encrypted manifest")) not opened; give --master-key-file for that"
            )
        }
        if report.erasedManifests > 0 {
            lines.append("\(CountText(report.erasedManifests, "manifest")) of domains whose key was erased not opened")
        }
        return lines
    }

    /// What is not indexed was not read: of an empty index beside a full log that is everything.
    private static func verdict(on report: VerificationReport) -> String {
        guard report.findings.isEmpty else { return "\(CountText(report.findings.count, "finding"))" }
        return report.unreplayedBytes > 0 ? "what is indexed is well" : "all is well"
    }
}
