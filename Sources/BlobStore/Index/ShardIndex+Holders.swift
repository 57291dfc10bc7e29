import BlobModel
import KeyValueIndex

/// Who holds content, and since when nobody does.
///
/// "Explicit references, never bare counters": a blob is held by its claims, a chunk by the manifests and upload sessions that
/// list it, or by claims when it is a whole blob. What nobody holds may be collected after the grace.
extension ShardIndex {
    /// Tells whether a blob has a reference.
    func isClaimed(
        _ blob: ContentID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        try hasKeys(beginningWith: IndexKey.content(blob, domainKey: domainKey), in: claims, txn)
    }

    /// Tells whether a chunk is held: by a manifest, by an upload session, or as a whole blob by a reference.
    func isHeld(
        chunk: ContentID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        let key = IndexKey.content(chunk, domainKey: domainKey)
        if try hasKeys(beginningWith: key, in: members, txn) { return true }
        return try hasKeys(beginningWith: key, in: claims, txn)
    }

    /// Returns since when nobody holds a content, in milliseconds since 1970, or nil when no one has looked.
    func unclaimedSince(
        _ content: ContentID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> UInt64? {
        guard let row = try bytes(IndexKey.content(content, domainKey: domainKey), in: unclaimed, txn) else {
            return nil
        }
        var reader = ByteReader(row)
        guard row.count == 8, let since = reader.integer(UInt64.self) else {
            throw .malformedIndex(table: unclaimed.name)
        }
        return since
    }

    /// Tells whether an upload that builds on a content needs a lease on it, so that it is there when the upload ends.
    ///
    /// It does when the grace of the content runs, or when the content is held by what is about to be collected itself. Which
    /// manifests hold it for good cannot be told from it; where nothing of the domain is in its grace, all do.
    func needsLease(
        _ content: ContentID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        if try unclaimedSince(content, domainKey: domainKey, txn) != nil { return true }
        if try hasKeys(beginningWith: domainKey.bytes, in: unclaimed, txn) { return true }
        return try hasKeys(beginningWith: domainKey.bytes, in: dissolving, txn)
    }

    /// Begins the grace of a content again, or for once, if an upload that builds on it needs that as its lease.
    func renewLease(
        of content: ContentID,
        domainKey: ContentID,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        guard try needsLease(content, domainKey: domainKey, txn.reader) else { return }
        try setUnclaimed(content, since: milliseconds, domainKey: domainKey, &txn)
    }

    /// Notes since when nobody holds a content.
    ///
    /// - Parameters:
    ///   - content: The chunk or blob.
    ///   - since: Milliseconds since 1970; 0 lets the grace be over at once.
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - txn: The transaction.
    /// - Throws: What the engine throws.
    func setUnclaimed(
        _ content: ContentID,
        since: UInt64,
        domainKey: ContentID,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        let key = IndexKey.content(content, domainKey: domainKey)
        try put(IndexKey.bigEndian(since), for: key, in: unclaimed, &txn)
    }

    /// Tells whether a table has a key that begins with some bytes.
    func hasKeys(
        beginningWith prefix: [UInt8],
        in table: Table,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        do throws(LMDBError) {
            var cursor = try txn.cursor(in: table, over: .prefix(prefix))
            return try cursor.next()
        } catch {
            throw .index(error)
        }
    }
}
