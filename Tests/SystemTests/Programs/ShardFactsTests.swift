import BlobAPI
import BlobModel
import Testing

@testable import attache

/// What `attache shard status` and `attache domain purge` print.
struct ShardFactsTests {
    @Test func `no two facts of a shard at a node have the same name`() throws {
        var shard = ShardDetails(try ShardID(validating: "blob-1-1"), state: .ready)
        shard.figures = ShardFigures()
        shard.scrub = ScrubFigures()
        shard.recount = RecountFigures()
        shard.jobs = ShardJob.allCases.map { ShardJobStatus($0) }
        let names = ShardFacts(shard).list.lines.map { line in
            line.split(separator: "  ", omittingEmptySubsequences: true).first.map(String.init) ?? ""
        }
        #expect(Set(names).count == names.count, "\(names)")
        #expect(names.contains("scrubbed") && names.contains("job scrub"))
    }

    @Test(arguments: [true, false])
    func `a purge says what becomes of the bytes, and a dry run does not`(_ dryRun: Bool) throws {
        let answer = PurgeAnswer(
            shard: try ShardID(validating: "blob-1-1"),
            dryRun: dryRun,
            counts: (references: 2, blobs: 1, sessions: 0),
            bytes: 7
        )
        #expect(PurgeText(answer).lines.contains { $0.contains("collection") } == !dryRun)
    }
}
