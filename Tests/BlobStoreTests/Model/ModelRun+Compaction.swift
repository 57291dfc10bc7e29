import Testing

@testable import BlobStore

extension ModelOperation {
    /// Steps that rewrite segments.
    static let compaction = [
        ModelOperation(name: "compact", weight: 3) { run in
            let report = try await run.shard.compact(pacedBy: NoPacing())
            #expect(report.skipped.isEmpty, run.place)
        }
    ]
}
