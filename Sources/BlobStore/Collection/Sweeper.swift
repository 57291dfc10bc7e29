import BlobModel
import KeyValueIndex

/// Finds content that nobody holds and of which nobody said so: what aborted uploads, crashes, and rebuilt indexes
/// leave.
///
/// It removes no bytes; it only lets the grace begin, after which the collector looks again.
struct Sweeper: Sendable {
    /// What is swept.
    enum Scope: Sendable {
        /// The whole shard; the grace begins now.
        case shard
        /// A domain that is purged; what nobody holds may be collected at once, also what is in its grace.
        case purgedDomain(ContentID)
    }

    /// The shard's index.
    let index: ShardIndex

    /// The shard's writer, between whose batches the steps run.
    let writer: ShardWriter

    /// The threads on which to read.
    let pool: BlockingPool

    /// What slows the sweep down.
    let pacer: any Pacer

    /// What is swept.
    let scope: Scope

    /// Sweeps.
    ///
    /// - Returns: What was found; incomplete when the task was cancelled.
    /// - Throws: What the index and the writer throw. It may be repeated.
    func run() async throws(BlobStoreError) -> SweepReport {
        var report = SweepReport()
        guard try await removeStaleMembers(&report), try await mark(.chunk, &report),
            try await mark(.manifest, &report)
        else { return report }
        report.isComplete = true
        return report
    }

    private enum Kind: Sendable {
        case chunk, manifest
    }

    /// The keys of the scope.
    private var range: KeyRange {
        switch scope {
        case .shard: .all
        case .purgedDomain(let key): .prefix(key.bytes)
        }
    }

    private func mark(_ kind: Kind, _ report: inout SweepReport) async throws(BlobStoreError) -> Bool {
        let table = kind == .chunk ? index.chunks : index.manifests
        var walk = TableWalk(through: table, over: range, of: index, on: pool)
        let sweeper = self
        while let found = try await walk.next({ (entry, txn) throws(BlobStoreError) -> ChunkKey? in
            let content = try ChunkKey(decoding: entry.key, in: table)
            return try sweeper.isOrphan(content, kind, txn) ? content : nil
        }) {
            let marked = try await mark(found, kind)
            report.chunks += kind == .chunk ? marked : 0
            report.manifests += kind == .manifest ? marked : 0
            guard await pacer.mayGoOn(after: TableWalk.pageLength / 8) else { return false }
        }
        return true
    }

    /// Lets the grace of contents begin, after checking again in the same transaction that nobody holds them.
    private func mark(_ contents: [ChunkKey], _ kind: Kind) async throws(BlobStoreError) -> Int {
        guard !contents.isEmpty else { return 0 }
        let sweeper = self
        return try await writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                var marked = 0
                for content in contents where try sweeper.isOrphan(content, kind, txn.reader) {
                    let since = sweeper.since(index)
                    try index.setUnclaimed(content.id, since: since, domainKey: content.domainKey, &txn)
                    marked += 1
                }
                return marked
            }
        }
    }

    /// Tells whether nobody holds a content and its grace is still to begin, or whether its grace is to end, because its domain
    /// is purged.
    private func isOrphan(
        _ content: ChunkKey,
        _ kind: Kind,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        let since = try index.unclaimedSince(content.id, domainKey: content.domainKey, txn)
        switch (scope, since) {
        case (.shard, .some), (.purgedDomain, .some(0)): return false
        // The grace of what is held is the lease of an upload, which must not outlive what goes with the domain.
        case (.purgedDomain, .some): return true
        default: break
        }
        return switch kind {
        case .chunk: try !index.isHeld(chunk: content.id, domainKey: content.domainKey, txn)
        case .manifest: try !index.isClaimed(content.id, domainKey: content.domainKey, txn)
        }
    }

    private func since(_ index: ShardIndex) -> UInt64 {
        switch scope {
        case .shard: index.milliseconds
        case .purgedDomain: 0
        }
    }
}

extension Sweeper {
    /// Removes the rows by which something holds a chunk that is not there any more.
    ///
    /// They are left by manifests that could not be read when they were collected, and by those that an equal blob,
    /// cut in another way, has replaced.
    private func removeStaleMembers(_ report: inout SweepReport) async throws(BlobStoreError) -> Bool {
        var walk = TableWalk(through: index.members, over: range, of: index, on: pool)
        var holders: DomainHolders?
        let index = index
        while let rows = try await walk.next({ (entry, _) throws(BlobStoreError) -> MemberRow? in
            try MemberRow(decoding: entry.key, in: index)
        }) {
            var stale: [MemberRow] = []
            for row in rows {
                let domainKey = row.chunk.domainKey
                if holders?.domainKey != domainKey { holders = try await currentHolders(of: domainKey) }
                if let holders, holders.isGone(row.holder) { stale.append(row) }
            }
            report.staleMembers += try await remove(stale)
            guard await pacer.mayGoOn(after: TableWalk.pageLength / 8) else { return false }
        }
        return true
    }

    private func currentHolders(of domainKey: ContentID) async throws(BlobStoreError) -> DomainHolders {
        let index = index
        return try await pool.run { () throws(BlobStoreError) in try DomainHolders(of: domainKey, in: index) }
    }

    /// Removes rows of holders that are gone for good: a sequence number is never given again, so there is nothing to
    /// re-check.
    private func remove(_ rows: [MemberRow]) async throws(BlobStoreError) -> Int {
        for page in rows.pages(of: Collector.membersPerTransaction) {
            try await writer.perform { (index) throws(BlobStoreError) in
                try index.write { (txn) throws(BlobStoreError) in
                    for row in page { try index.delete(row.indexKey, in: index.members, &txn) }
                }
            }
        }
        return rows.count
    }
}
