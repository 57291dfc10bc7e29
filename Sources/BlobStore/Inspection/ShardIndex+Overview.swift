import KeyValueIndex

extension ShardIndex {
    /// Returns what the tables have, and how much of it.
    ///
    /// - Parameters:
    ///   - identity: The shard.
    ///   - availableBytes: The bytes that may still be written to the file system.
    ///   - writesStopped: Why the shard takes no writes.
    /// - Returns: The overview.
    /// - Throws: What the engine throws.
    func overview(
        of identity: ShardIdentity,
        availableBytes: UInt64,
        writesStopped: String?
    ) throws(BlobStoreError) -> ShardOverview {
        let generations = Self.generations(of: try tallies())
        let scrub = try scrubStatus()
        let indexBytes = UInt64(environment.statistics.usedBytes)
        return try read { (txn) throws(BlobStoreError) in
            ShardOverview(
                identity: identity,
                generations: generations,
                counts: try counts(txn),
                checkpoint: try checkpoint(txn).map(CheckpointPlace.init),
                scrub: scrub,
                writesStopped: writesStopped,
                availableBytes: availableBytes,
                indexBytes: indexBytes
            )
        }
    }

    private func counts(_ txn: borrowing ReadTransaction) throws(BlobStoreError) -> ContentCounts {
        ContentCounts(
            chunks: try count(of: chunks, txn),
            manifests: try count(of: manifests, txn),
            references: try count(of: references, txn),
            unclaimed: try count(of: unclaimed, txn),
            dissolving: try count(of: dissolving, txn),
            quarantined: try count(of: quarantine, txn),
            sessions: try count(of: sessions, txn)
        )
    }

    private static func generations(of tallies: [UInt64: SegmentTally]) -> [GenerationTally] {
        var generations: [Int: GenerationTally] = [:]
        for (segment, tally) in tallies {
            let generation = Int(SegmentName(rawValue: segment).generation)
            generations[generation, default: GenerationTally(generation: generation)].add(tally)
        }
        return generations.values.sorted { $0.generation < $1.generation }
    }
}
