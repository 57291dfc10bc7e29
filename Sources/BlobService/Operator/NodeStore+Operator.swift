import BlobAPI
import BlobModel
import BlobStore

extension NodeStore {
    /// The open shards as background work sees them, in the order of their IDs.
    var maintainedShards: [any ShardMaintenance] { allShards }

    /// Returns what an operator is told of each shard, in the order of their IDs, without the jobs on them.
    func shardDetails() async -> [ShardDetails] {
        let (open, failures) = standing
        var details = failures.map { ShardDetails($0.key, state: .failed, problem: $0.value) }
        for shard in open { details.append(await shard.details()) }
        return details.sorted { $0.shard < $1.shard }
    }

    /// Removes everything that a domain has, or tells what that would be.
    ///
    /// What nobody holds is collected, and then the domain's key is erased, if it has one: what waits for compaction is
    /// unreadable at once, and for ever.
    ///
    /// - Throws: `BlobError`; what was removed before stays so, and the same call removes the rest.
    func purge(_ domain: DedupDomain, dryRun: Bool) async throws -> PurgeAnswer {
        let shard = try shard(for: domain)
        let report = try await Self.purge(domain, dryRun: dryRun, from: shard)
        guard report.isComplete else { throw CancellationError() }
        guard !dryRun else { return PurgeAnswer(shard: shard.id, report) }
        // Encrypted manifests tell what was theirs as long as there is a key; later only a sweep finds it, whose grace begins
        // anew. The erasure waits for no more than that, and fails for nothing of it.
        _ = try? await shard.collect(now: shard.now())
        try await Self.eraseKey(of: domain, in: shard)
        return PurgeAnswer(shard: shard.id, report)
    }

    private static func eraseKey(of domain: DedupDomain, in shard: Shard) async throws(BlobError) {
        do throws(BlobStoreError) {
            try await shard.eraseKey(of: domain)
        } catch .keys(_, .notEncrypted) {
            return
        } catch {
            throw .unavailable("\(error)")
        }
    }

    private static func purge(
        _ domain: DedupDomain,
        dryRun: Bool,
        from shard: Shard
    ) async throws(BlobError) -> PurgeReport {
        do throws(BlobStoreError) {
            return try await shard.purge(domain, dryRun: dryRun)
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

extension PurgeAnswer {
    /// Makes the answer of what a shard reports.
    fileprivate init(shard: ShardID, _ report: PurgeReport) {
        self.init(
            shard: shard,
            dryRun: report.isDryRun,
            counts: (UInt64(report.references), UInt64(report.blobs), UInt64(report.sessions)),
            bytes: report.blobBytes
        )
    }
}
