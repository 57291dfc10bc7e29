import BlobAPI
import BlobModel
import BlobStore
import FoundationEssentials

/// What there is to say of a shard, for people to read.
struct ShardFacts {
    /// The facts.
    private(set) var list = FactList()

    /// Tells of a shard in a directory.
    init(_ shard: ShardOverview) {
        let segments = shard.segments
        list.add("shard", "\(shard.identity.shard) of the deployment \(shard.identity.deployment)")
        list.add("segments", Self.segments(shard.generations))
        list.add("bodies", Self.bodies(live: segments.liveBytes, dead: segments.deadBytes))
        let content = (UInt64(shard.counts.chunks), UInt64(shard.counts.manifests), UInt64(shard.counts.references))
        list.add("content", Self.content(content, unclaimed: UInt64(shard.counts.unclaimed)))
        list.add("sessions", "\(shard.counts.sessions)")
        list.add("damaged", Self.damaged(shard.counts.quarantined))
        list.add("scrubbed", Self.scrub(shard.scrub))
        if let checkpoint = shard.checkpoint {
            list.add(
                "log",
                "indexed up to segment \(checkpoint.segment), offset \(checkpoint.offset), record \(checkpoint.sequence)"
            )
        }
        list.add("index", "\(ByteText(shard.indexBytes))")
        list.add("free", "\(ByteText(shard.availableBytes))")
        if let reason = shard.writesStopped { list.add("writes", "stopped: \(reason)") }
    }

    /// Tells of a shard at a node.
    init(_ shard: ShardDetails) {
        list.add("shard", "\(shard.shard)")
        list.add("state", shard.state.rawValue + (shard.problem.map { ": \($0)" } ?? ""))
        if let figures = shard.figures { add(figures) }
        if let scrub = shard.scrub { list.add("scrubbed", Self.scrub(scrub)) }
        for job in shard.jobs { list.add("job \(job.job.rawValue)", Self.job(job)) }
    }

    private mutating func add(_ figures: ShardFigures) {
        list.add("segments", "\(figures.segments), \(ByteText(figures.segmentBytes))")
        list.add("bodies", Self.bodies(live: figures.liveBytes, dead: figures.deadBytes))
        let content = (figures.chunks, figures.manifests, figures.references)
        list.add("content", Self.content(content, unclaimed: figures.unclaimed))
        list.add("sessions", "\(figures.sessions)")
        list.add("damaged", Self.damaged(Int(figures.quarantined)))
        list.add("free", "\(ByteText(figures.freeBytes))")
    }

    private static func segments(_ generations: [GenerationTally]) -> String {
        guard !generations.isEmpty else { return "none" }
        return generations.map { generation in
            let origin = generation.generation == 0 ? "of uploads" : "of generation \(generation.generation)"
            return "\(generation.segments) \(origin), \(ByteText(generation.bytes))"
        }.joined(separator: "; ")
    }

    private static func bodies(live: UInt64, dead: UInt64) -> String {
        let share = live + dead == 0 ? 100 : Int(Double(live) / Double(live + dead) * 100)
        return "\(ByteText(live)) in use (\(share) %), \(ByteText(dead)) for nobody"
    }

    private static func content(
        _ counts: (chunks: UInt64, manifests: UInt64, references: UInt64),
        unclaimed: UInt64
    ) -> String {
        "\(CountText(counts.chunks, "chunk")), \(CountText(counts.manifests, "manifest")), "
            + "\(CountText(counts.references, "reference")), \(unclaimed) that nobody holds"
    }

    private static func damaged(_ count: Int) -> String {
        count == 0 ? "nothing" : "\(CountText(count, "place")); a later upload of the same bytes heals what is damaged"
    }

    private static func scrub(_ scrub: ScrubStatus) -> String {
        var parts: [String] = []
        if let start = scrub.passStarted {
            parts.append(
                "since \(start.text) \(ByteText(scrub.bytes)) of \(ByteText(scrub.totalBytes)), \(CountText(scrub.findings, "finding"))"
            )
        }
        if let last = scrub.lastPass {
            parts.append(
                "last pass ended \(last.ended.text): \(ByteText(last.bytes)), \(CountText(last.findings, "finding"))"
            )
        }
        return parts.isEmpty ? "never" : parts.joined(separator: "; ")
    }

    private static func scrub(_ scrub: ScrubFigures) -> String {
        var parts: [String] = []
        if let start = scrub.passStarted {
            parts.append(
                "since \(start.date.text) \(ByteText(scrub.passBytes)), \(CountText(scrub.passFindings, "finding"))"
            )
        }
        if let end = scrub.lastPassEnded {
            parts.append(
                "last pass ended \(end.date.text): \(ByteText(scrub.lastPassBytes)), \(CountText(scrub.lastPassFindings, "finding"))"
            )
        }
        return parts.isEmpty ? "never" : parts.joined(separator: "; ")
    }

    private static func job(_ job: ShardJobStatus) -> String {
        var parts = [job.state.rawValue]
        if let ended = job.ended { parts.append("last ended \(ended.date.text)") }
        if let due = job.due, job.state == .scheduled { parts.append("due \(due.date.text)") }
        if let words = job.problem ?? job.outcome { parts.append(words) }
        return parts.joined(separator: "; ")
    }
}
