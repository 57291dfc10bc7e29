import BlobModel
import KeyValueIndex

extension ShardIndex {
    private static let checkpointKey = Array("checkpoint".utf8)

    /// Returns where a chunk is, or nil when the domain has none of this name.
    func chunk(
        _ id: ContentID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> ChunkLocation? {
        guard let row = try bytes(IndexKey.content(id, domainKey: domainKey), in: chunks, txn) else { return nil }
        guard let location = ChunkLocation(decoding: row) else { throw .malformedIndex(table: chunks.name) }
        return location
    }

    /// Returns where a blob's manifest is, or nil when the domain has none.
    func manifest(
        of blob: ContentID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> ManifestLocation? {
        guard let row = try bytes(IndexKey.content(blob, domainKey: domainKey), in: manifests, txn) else { return nil }
        guard let location = ManifestLocation(decoding: row) else { throw .malformedIndex(table: manifests.name) }
        return location
    }

    /// Returns what a reference names, or nil when the domain has none of this name.
    func reference(
        _ id: ReferenceID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> ReferenceRow? {
        guard let row = try bytes(IndexKey.reference(id, domainKey: domainKey), in: references, txn) else { return nil }
        guard let reference = ReferenceRow(decoding: row) else { throw .malformedIndex(table: references.name) }
        return reference
    }

    /// Returns the tally of a segment, which is empty when nothing is known of it.
    func tally(of segment: UInt64, _ txn: borrowing ReadTransaction) throws(BlobStoreError) -> SegmentTally {
        guard let row = try bytes(IndexKey.segment(segment), in: segments, txn) else { return SegmentTally() }
        guard let tally = SegmentTally(decoding: row) else { throw .malformedIndex(table: segments.name) }
        return tally
    }

    /// Returns up to where the index knows the log, or nil when it knows nothing.
    func checkpoint(_ txn: borrowing ReadTransaction) throws(BlobStoreError) -> LogPosition? {
        guard let row = try bytes(Self.checkpointKey, in: marks, txn) else { return nil }
        guard let position = LogPosition(decoding: row) else { throw .malformedIndex(table: marks.name) }
        return position
    }

    /// Notes up to where the index knows the log.
    func setCheckpoint(_ position: LogPosition, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        try put(position.encoded, for: Self.checkpointKey, in: marks, &txn)
    }

    /// Returns a copy of the value of a key.
    func bytes(
        _ key: [UInt8],
        in table: Table,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> [UInt8]? {
        do throws(LMDBError) { return try txn.get(key, in: table) } catch { throw .index(error) }
    }

    /// Tells whether a table has a key.
    func contains(
        _ key: [UInt8],
        in table: Table,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        do throws(LMDBError) { return try txn.contains(key, in: table) } catch { throw .index(error) }
    }

    /// Writes an entry.
    func put(
        _ value: [UInt8],
        for key: [UInt8],
        in table: Table,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        do throws(LMDBError) { try txn.put(value, for: key, in: table) } catch { throw .index(error) }
    }

    /// Deletes an entry when it is there.
    func delete(_ key: [UInt8], in table: Table, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        do throws(LMDBError) { try txn.delete(key, in: table) } catch { throw .index(error) }
    }
}
