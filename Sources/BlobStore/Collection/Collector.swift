import BlobModel
import FoundationEssentials
import KeyValueIndex

/// Removes what nobody holds, in small steps between the writes of others.
///
/// A collection looks at what is due over snapshots, and removes it in write transactions of a thousand keys at most,
/// each of which checks again what it removes. It leaves no record in the log: a crash at any point leaves rows that
/// say where to go on, and an index that is rebuilt knows the collected content again, as content that nobody holds.
struct Collector: Sendable {
    /// The contents of one write transaction; each costs up to six keys.
    static let contentsPerTransaction = 150

    /// The members of one write transaction; each costs two keys, and the tally of a segment at times.
    static let membersPerTransaction = 400

    /// The shard's index and segments.
    let reader: ShardReader

    /// The shard's writer, between whose batches the steps run.
    let writer: ShardWriter

    /// The threads on which to read.
    let pool: BlockingPool

    /// What slows the collection down.
    let pacer: any Pacer

    /// How long in seconds content stays that nobody holds.
    let grace: Double

    /// Told after each step what was removed so far.
    var progress: @Sendable (CollectionReport) -> Void = { _ in }

    private var index: ShardIndex { reader.index }

    /// Collects everything that is due.
    ///
    /// - Parameter now: The time.
    /// - Returns: What was removed; incomplete when the task was cancelled.
    /// - Throws: What the index and the writer throw. What was removed before stays so, and the next collection goes
    ///   on.
    func run(now: Date) async throws(BlobStoreError) -> CollectionReport {
        let moment = CollectionMoment(now: now, grace: grace)
        var report = CollectionReport()
        let sessions = EndedSessions(index: index, writer: writer, pool: pool, pacer: pacer)
        guard try await sessions.letGo() else { return report }
        guard try await removeContents(at: moment, &report), try await dissolveManifests(at: moment, &report),
            try await forgetBlobs(at: moment, &report)
        else { return report }
        report.isComplete = true
        return report
    }

    /// Makes the walk through the contents that nobody held when somebody last looked.
    func unclaimedWalk() -> TableWalk {
        TableWalk(through: index.unclaimed, of: index, on: pool)
    }

    /// Returns the contents of the next page of a walk whose grace is over, or nil at the end.
    func due(
        at moment: CollectionMoment,
        _ walk: inout TableWalk
    ) async throws(BlobStoreError) -> [ChunkKey]? {
        let index = index
        return try await walk.next { (entry, _) throws(BlobStoreError) in
            let since = try index.time(decoding: entry.value, in: index.unclaimed)
            return moment.isDue(since) ? try ChunkKey(decoding: entry.key, in: index.unclaimed) : nil
        }
    }

    /// Removes, in one write transaction, those of some contents that nobody holds and whose grace is over.
    func remove(
        _ contents: ArraySlice<ChunkKey>,
        at moment: CollectionMoment
    ) async throws(BlobStoreError) -> CollectionReport {
        try await removal(at: moment) { (removal, txn) throws(BlobStoreError) in
            for content in contents { try removal.collect(content, &txn) }
        }
    }

    /// Returns the next page of collected manifests, or nil at the end.
    func dissolving(_ walk: inout TableWalk) async throws(BlobStoreError) -> [DissolvingManifest]? {
        let index = index
        return try await walk.next { (entry, _) throws(BlobStoreError) in
            try DissolvingManifest(decoding: entry, in: index)
        }
    }

    /// Returns the chunks that a collected manifest lists, or nil when it cannot be read.
    ///
    /// - Throws: What may be over the next time.
    func members(of manifest: DissolvingManifest) async throws(BlobStoreError) -> [ChunkKey]? {
        let reader = reader
        do throws(BlobStoreError) {
            return try await pool.run { () throws(BlobStoreError) in try reader.members(of: manifest) }
        } catch {
            // Damaged, or its key was erased: the sweep finds by their holder what it held.
            guard error.isWorthRetrying else { return nil }
            throw error
        }
    }

    /// Takes, in one write transaction, some chunks from a collected manifest.
    ///
    /// - Parameters:
    ///   - members: The chunks.
    ///   - manifest: The manifest.
    ///   - isLast: Tells whether they are its last ones, so that nothing is left to be done for it.
    ///   - moment: The time of the collection.
    /// - Returns: What was removed.
    /// - Throws: What the index and the writer throw.
    func dissolve(
        _ members: ArraySlice<ChunkKey>,
        of manifest: DissolvingManifest,
        isLast: Bool,
        at moment: CollectionMoment
    ) async throws(BlobStoreError) -> CollectionReport {
        try await removal(at: moment) { (removal, txn) throws(BlobStoreError) in
            try removal.release(members, from: manifest.location.sequence, &txn)
            if isLast { try removal.finish(manifest, isRead: true, &txn) }
        }
    }

    private func removeContents(
        at moment: CollectionMoment,
        _ report: inout CollectionReport
    ) async throws(BlobStoreError) -> Bool {
        var walk = unclaimedWalk()
        while let contents = try await due(at: moment, &walk) {
            for page in contents.pages(of: Self.contentsPerTransaction) {
                note(try await remove(page, at: moment), &report)
                guard await pacer.mayGoOn(after: page.count) else { return false }
            }
            // Also between pages in which nothing is due.
            guard await pacer.mayGoOn(after: 1) else { return false }
        }
        return true
    }

    private func dissolveManifests(
        at moment: CollectionMoment,
        _ report: inout CollectionReport
    ) async throws(BlobStoreError) -> Bool {
        var walk = TableWalk(through: index.dissolving, of: index, on: pool)
        while let manifests = try await dissolving(&walk) {
            for manifest in manifests {
                guard try await dissolve(manifest, at: moment, &report) else { return false }
            }
        }
        return true
    }

    private func dissolve(
        _ manifest: DissolvingManifest,
        at moment: CollectionMoment,
        _ report: inout CollectionReport
    ) async throws(BlobStoreError) -> Bool {
        guard let members = try await members(of: manifest) else {
            note(try await giveUp(manifest, at: moment), &report)
            return true
        }
        for page in members.pages(of: Self.membersPerTransaction) {
            let isLast = page.endIndex == members.endIndex
            note(try await dissolve(page, of: manifest, isLast: isLast, at: moment), &report)
            guard await pacer.mayGoOn(after: page.count) else { return false }
        }
        return true
    }

    private func note(_ step: CollectionReport, _ report: inout CollectionReport) {
        report.add(step)
        progress(report)
    }

    private func giveUp(
        _ manifest: DissolvingManifest,
        at moment: CollectionMoment
    ) async throws(BlobStoreError) -> CollectionReport {
        try await removal(at: moment) { (removal, txn) throws(BlobStoreError) in
            try removal.finish(manifest, isRead: false, &txn)
        }
    }

    private func forgetBlobs(
        at moment: CollectionMoment,
        _ report: inout CollectionReport
    ) async throws(BlobStoreError) -> Bool {
        let index = index
        var walk = TableWalk(through: index.collected, of: index, on: pool)
        while let blobs = try await walk.next({ (entry, _) throws(BlobStoreError) -> ChunkKey? in
            let since = try index.time(decoding: entry.value, in: index.collected)
            return moment.isForgotten(since) ? try ChunkKey(decoding: entry.key, in: index.collected) : nil
        }) {
            guard !blobs.isEmpty else { continue }
            report.add(
                try await removal(at: moment) { (removal, txn) throws(BlobStoreError) in
                    for blob in blobs { try removal.forget(blob, &txn) }
                }
            )
            guard await pacer.mayGoOn(after: blobs.count) else { return false }
        }
        return true
    }

    /// Runs one write transaction on the writer's thread; the body may run again when the map had to grow.
    private func removal(
        at moment: CollectionMoment,
        _ body: @escaping @Sendable (inout Removal, inout WriteTransaction) throws(BlobStoreError) -> Void
    ) async throws(BlobStoreError) -> CollectionReport {
        try await writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                var removal = Removal(from: index, at: moment)
                try body(&removal, &txn)
                try removal.writeTallies(&txn)
                return removal.report
            }
        }
    }
}
