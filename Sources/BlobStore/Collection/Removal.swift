import BlobModel
import KeyValueIndex

/// What one write transaction of a collection removes.
///
/// Every condition is checked here, in the transaction that removes: "leases and grace alone lose acknowledged data".
/// What was seen before is only a proposal; since then a reference may have come, or an upload may have begun to
/// build on the content.
struct Removal {
    private let index: ShardIndex
    private let moment: CollectionMoment
    private var tallies: [UInt64: SegmentTally] = [:]

    /// What was removed so far.
    private(set) var report = CollectionReport()

    /// Makes a removal that has removed nothing; its transaction may run again, each time with a new one.
    ///
    /// - Parameters:
    ///   - index: The index.
    ///   - moment: The time of the collection.
    init(from index: ShardIndex, at moment: CollectionMoment) {
        self.index = index
        self.moment = moment
    }

    /// Removes a content if its grace is over and nobody holds it.
    ///
    /// A name may be that of a manifest and of a chunk at once, when equal bytes were cut in different ways.
    mutating func collect(_ content: ChunkKey, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        let since = try index.unclaimedSince(content.id, domainKey: content.domainKey, txn.reader)
        guard let since, moment.isDue(since) else { return }
        try index.delete(content.indexKey, in: index.unclaimed, &txn)
        guard try !index.isClaimed(content.id, domainKey: content.domainKey, txn.reader) else {
            return report.revived += 1
        }
        let hadManifest = try removeManifest(content, &txn)
        let hadChunk = try removeChunk(content, &txn)
        guard hadManifest || hadChunk else { return report.revived += 1 }
        try index.put(IndexKey.bigEndian(moment.now), for: content.indexKey, in: index.collected, &txn)
    }

    /// Takes chunks from a collected manifest, and removes those that nobody else holds.
    ///
    /// A chunk whose grace runs is left to ``collect(_:_:)``: an upload may have its lease on it. One that the
    /// manifest does not hold any more is left as it is, since it may have come again meanwhile.
    ///
    /// - Parameters:
    ///   - members: The chunks.
    ///   - manifest: The manifest's sequence number, by which it holds them.
    ///   - txn: The transaction.
    /// - Throws: What the engine throws.
    mutating func release(
        _ members: some Sequence<ChunkKey>,
        from manifest: UInt64,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        for chunk in members {
            let row = IndexKey.member(chunk.id, of: manifest, domainKey: chunk.domainKey)
            guard try index.contains(row, in: index.members, txn.reader) else { continue }
            try index.delete(row, in: index.members, &txn)
            guard try !index.contains(chunk.indexKey, in: index.unclaimed, txn.reader) else { continue }
            _ = try removeChunk(chunk, &txn)
        }
    }

    /// Notes that nothing is left to be done for a collected manifest.
    ///
    /// - Parameters:
    ///   - manifest: The manifest.
    ///   - isRead: Tells whether its members were known, and removed.
    ///   - txn: The transaction.
    /// - Throws: What the engine throws.
    mutating func finish(
        _ manifest: DissolvingManifest,
        isRead: Bool,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        guard try index.contains(manifest.indexKey, in: index.dissolving, txn.reader) else { return }
        try index.delete(manifest.indexKey, in: index.dissolving, &txn)
        report.dissolved += isRead ? 1 : 0
        report.unreadable += isRead ? 0 : 1
    }

    /// Forgets that a blob was collected, if that is long ago.
    mutating func forget(_ blob: ChunkKey, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        guard let row = try index.bytes(blob.indexKey, in: index.collected, txn.reader),
            moment.isForgotten(try index.time(decoding: row, in: index.collected))
        else { return }
        try index.delete(blob.indexKey, in: index.collected, &txn)
        report.forgotten += 1
    }

    /// Writes the tallies of the segments from which bytes were removed; the last step of the transaction.
    func writeTallies(_ txn: inout WriteTransaction) throws(BlobStoreError) {
        for (segment, tally) in tallies {
            try index.put(tally.encoded, for: IndexKey.segment(segment), in: index.segments, &txn)
        }
    }

    private mutating func removeManifest(
        _ blob: ChunkKey,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) -> Bool {
        guard let location = try index.manifest(of: blob.id, domainKey: blob.domainKey, txn.reader) else {
            return false
        }
        let dissolving = DissolvingManifest(blob: blob, location: location)
        try index.put(location.encoded, for: dissolving.indexKey, in: index.dissolving, &txn)
        try index.delete(blob.indexKey, in: index.manifests, &txn)
        if !location.isUsable { try index.endQuarantine(of: .manifest, blob.id, domainKey: blob.domainKey, &txn) }
        try retire(location.byteCount, in: location.segment, txn)
        report.manifests += 1
        report.manifestBytes += location.byteCount
        return true
    }

    private mutating func removeChunk(
        _ chunk: ChunkKey,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) -> Bool {
        guard let location = try index.chunk(chunk.id, domainKey: chunk.domainKey, txn.reader),
            try !index.isHeld(chunk: chunk.id, domainKey: chunk.domainKey, txn.reader)
        else { return false }
        try index.delete(chunk.indexKey, in: index.chunks, &txn)
        if !location.isUsable { try index.endQuarantine(of: .chunk, chunk.id, domainKey: chunk.domainKey, &txn) }
        try retire(UInt64(location.storedLength), in: location.segment, txn)
        report.chunks += 1
        report.chunkBytes += UInt64(location.storedLength)
        return true
    }

    private mutating func retire(
        _ byteCount: UInt64,
        in segment: UInt64,
        _ txn: borrowing WriteTransaction
    ) throws(BlobStoreError) {
        var tally = try currentTally(of: segment, txn)
        tally.retire(byteCount)
        tallies[segment] = tally
    }

    private func currentTally(
        of segment: UInt64,
        _ txn: borrowing WriteTransaction
    ) throws(BlobStoreError) -> SegmentTally {
        if let tally = tallies[segment] { return tally }
        return try index.tally(of: segment, txn.reader)
    }
}
