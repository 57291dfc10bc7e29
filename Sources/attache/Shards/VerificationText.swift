import BlobStore

/// What `attache shard verify` says at its end.
struct VerificationText {
    private let report: VerificationReport

    /// Takes the report of a verification.
    init(_ report: VerificationReport) {
        self.report = report
    }

    /// The verdict, and a line for each thing that is no finding and was not verified, or waits.
    var lines: [String] { [verdict] + waiting + unopened }

    private var verdict: String {
        "verified \(ByteText(report.bytes)) in \(CountText(report.records, "record")), and "
            + "\(CountText(report.references, "reference")): \(judgement)"
    }

    /// What is not indexed was not read: of an empty index beside a full log that is everything.
    private var judgement: String {
        guard report.findings.isEmpty else { return "\(CountText(report.findings.count, "finding"))" }
        return report.unreplayedBytes > 0 ? "what is indexed is well" : "all is well"
    }

    /// What the node goes on with by itself.
    private var waiting: [String] {
        var lines: [String] = []
        if report.unreplayedBytes > 0 {
            lines.append(
                "\(ByteText(report.unreplayedBytes)) at the end of the log are not indexed yet; the node does that when "
                    + "it opens the shard"
            )
        }
        if report.unfinishedCompactions > 0 {
            lines.append("a compaction was interrupted; the node brings it to its end when it opens the shard")
        }
        if report.staleMembers > 0 {
            lines.append(
                "\(CountText(report.staleMembers, "chunk")) held by blobs or uploads that are gone; the node lets go of "
                    + "them within a day"
            )
        }
        return lines
    }

    /// What could not be looked into.
    private var unopened: [String] {
        var lines: [String] = []
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
}
