import BlobModel
import KeyValueIndex

/// Whose bytes they are.
extension ShardIndex {
    /// Returns references that cannot be read without a body, in no order.
    ///
    /// A chunk does not know its manifests by name: those of its domain are gone through, which is for findings alone.
    ///
    /// - Parameters:
    ///   - body: The chunk or manifest.
    ///   - limit: The most references to return.
    /// - Returns: The references; fewer than there are when there are more than the limit.
    /// - Throws: What the engine throws, and ``BlobStoreError/malformedIndex(table:)``.
    func claimants(of body: IndexedBody, limit: Int) throws(BlobStoreError) -> [ReferenceID] {
        // A blob of one chunk has that chunk's name.
        var blobs = [body.name]
        if body.subject == .chunk { blobs += try manifests(holding: body.name, domainKey: body.domainKey) }
        var references: [ReferenceID] = []
        for blob in blobs where references.count < limit {
            references += try claims(on: blob, domainKey: body.domainKey, limit: limit - references.count)
        }
        return references
    }

    private func claims(
        on blob: ContentID,
        domainKey: ContentID,
        limit: Int
    ) throws(BlobStoreError) -> [ReferenceID] {
        let range = KeyRange.prefix(IndexKey.content(blob, domainKey: domainKey))
        let rows = try read { (txn) throws(BlobStoreError) in try entries(of: claims, over: range, limit: limit, txn) }
        return rows.compactMap { ReferenceID(bytes: Array($0.key.suffix(ReferenceID.byteCount))) }
    }

    /// Returns the blobs whose manifests list a chunk.
    private func manifests(holding chunk: ContentID, domainKey: ContentID) throws(BlobStoreError) -> [ContentID] {
        let range = KeyRange.prefix(IndexKey.content(chunk, domainKey: domainKey))
        let rows = try read { (txn) throws(BlobStoreError) in
            try entries(of: members, over: range, limit: Self.holderLimit, txn)
        }
        let holders = Set(rows.map { $0.key.suffix(8) })
        guard !holders.isEmpty else { return [] }
        var blobs: [ContentID] = []
        var key: [UInt8]?
        repeat {
            let page = try self.rows(of: manifests, beginningWith: domainKey.bytes, after: key)
            for row in page.rows {
                guard let name = row.contentKey, let location = ManifestLocation(decoding: row.value) else {
                    throw .malformedIndex(table: manifests.name)
                }
                if holders.contains(IndexKey.bigEndian(location.sequence)[...]) { blobs.append(name.id) }
            }
            key = page.next
        } while key != nil
        return blobs
    }

    /// The most manifests of a chunk that are looked for.
    private static let holderLimit = 1_000
}
