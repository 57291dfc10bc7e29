import BlobAPI
import BlobModel
import BlobStore
import FoundationEssentials

extension Shard: ShardMaintenance {
    /// The collections after which the whole index is swept once, about a day's.
    private static let collectionsPerSweep: UInt64 = 24

    /// The shard's ID.
    var id: ShardID { identity.shard }

    /// Runs a job on the shard.
    func run(
        _ job: ShardJob,
        order: JobOrder,
        front: any ReferenceOracle,
        report: @escaping @Sendable (JobProgress) -> Void
    ) async throws -> JobResult {
        switch job {
        case .sessionExpiry: try await expire()
        case .collection: try await collect(order, report)
        case .compaction: try await compact(report)
        case .recount: try await recount(order, front, report)
        case .scrub: try await scrub(order, report)
        }
    }

    private func expire() async throws -> JobResult {
        JobResult("\(try await expireSessions(now: now())) upload sessions ended.")
    }

    private func collect(
        _ order: JobOrder,
        _ report: @escaping @Sendable (JobProgress) -> Void
    ) async throws -> JobResult {
        let found =
            order.isRequested || order.formerRuns % Self.collectionsPerSweep == 0 ? try await sweep() : SweepReport()
        let removed = try await collect(now: now()) { report(JobProgress(done: UInt64($0.contents), total: 0)) }
        try Task.checkCancellation()
        let keys = try await rotateMasterKey()
        var result = JobResult(
            "\(removed.chunks) chunks and \(removed.manifests) manifests removed, \(removed.bytes) bytes; "
                + "\(found.chunks + found.manifests) found that nobody holds; \(keys.rewrapped) keys wrapped anew."
        )
        result.findings = UInt64(keys.failures.count)
        return result
    }

    private func compact(_ report: @escaping @Sendable (JobProgress) -> Void) async throws -> JobResult {
        JobResult(try await compact { report(JobProgress(done: $0.bytes, total: $0.total)) })
    }

    private func scrub(
        _ order: JobOrder,
        _ report: @escaping @Sendable (JobProgress) -> Void
    ) async throws -> JobResult {
        let status = try await scrubStatus()
        guard order.isRequested || status.isDue(at: now(), period: scrubPeriod) else {
            var result = JobResult("Everything was read at \(status.lastPass?.ended.formatted(.iso8601) ?? "no time").")
            result.findings = status.lastPass?.findings ?? 0
            result.next = .at(Self.nextScrub(after: status, period: scrubPeriod))
            return result
        }
        let pass = try await scrub { report(JobProgress(done: $0.bytes, total: $0.totalBytes)) }.pass
        var result = JobResult("\(pass.bytes) bytes read, \(pass.findings) damaged places found.")
        result.findings = pass.findings
        result.next = .at(pass.started.addingTimeInterval(scrubPeriod / 2))
        return result
    }

    /// When ``ScrubStatus/isDue(at:period:)`` begins to be true.
    private static func nextScrub(after status: ScrubStatus, period: Double) -> Date {
        (status.lastPass?.started ?? .distantPast).addingTimeInterval(period / 2)
    }

    private func recount(
        _ order: JobOrder,
        _ front: any ReferenceOracle,
        _ report: @escaping @Sendable (JobProgress) -> Void
    ) async throws -> JobResult {
        let done = try await recount(with: front, approve: order.recount.approve) { seen in
            report(JobProgress(done: seen, total: 0))
        }
        return JobResult(done, approve: order.recount.approve)
    }
}

extension CompactionSkip {
    /// Whether damage kept the segments from being rewritten.
    fileprivate var isDamaged: Bool {
        if case .damaged = reason { true } else { false }
    }
}

extension JobResult {
    /// Makes the result of a compaction; it waits for the operator when the disk has too little room for the rest of it.
    fileprivate init(_ report: CompactionReport) {
        self.init(
            "\(report.replacedSegments) segments rewritten as \(report.writtenSegments), \(report.freedBytes) bytes "
                + "freed, \(report.skipped.count) left as they are."
        )
        findings = UInt64(report.skipped.count { $0.isDamaged })
        held = Self.lack(of: report.skipped)
    }

    /// How much room is missing, as sentences; what needs the least is rewritten first, and frees some for the others.
    private static func lack(of skipped: [CompactionSkip]) -> String? {
        let lacking = skipped.filter { $0.neededBytes != nil }
        guard let least = lacking.min(by: { ($0.neededBytes ?? 0) < ($1.neededBytes ?? 0) }) else { return nil }
        let others = lacking.count > 1 ? " The others that stay (\(lacking.count - 1)) need as much or more." : ""
        return "\(least)\(others) Compaction goes on by itself when there is room on the disk."
    }

    /// Makes the result of a recount, with or without the operator's approval.
    fileprivate init(_ report: RecountReport, approve: Bool) {
        let counts = report.counts
        let sentence = "\(counts.asked) of \(counts.seen) references asked about, \(counts.missing) missing, "
        switch report.outcome {
        case .complete: self.init(sentence + "\(counts.released) released.")
        case .held:
            self.init(sentence + "none released.")
            held =
                "\(counts.due) of \(counts.seen) references are missing at the front, more than a recount releases by "
                + "itself. Check that the front has the right database; \"attache shard recount --approve\" releases them."
        case .tooEarly(let until):
            let approval = approve ? " The approval is kept for the next recount." : ""
            self.init("No reference is old enough to be asked about." + approval)
            next = .at(until)
        }
    }
}
