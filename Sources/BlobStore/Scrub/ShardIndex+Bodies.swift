import BlobModel
import KeyValueIndex

/// One page of a table's rows that were looked through.
struct IndexPage<Row: Sendable>: Sendable {
    /// What was wanted of the rows.
    var rows: [Row] = []

    /// The key after which the next page begins; nil after the last one.
    var next: [UInt8]?
}

extension ShardIndex {
    /// Returns the bodies that the rows of a page place in a part of a segment.
    ///
    /// - Parameters:
    ///   - subject: Whether to look at chunks or at manifests.
    ///   - segment: The segment.
    ///   - range: The offsets in it.
    ///   - key: The key after which the page begins, or nil for the first page.
    ///   - limit: The number of rows to look at, so that no transaction is long.
    /// - Returns: The bodies, and where the next page begins.
    /// - Throws: What the engine throws, and ``BlobStoreError/malformedIndex(table:)``.
    func bodies(
        _ subject: QuarantineRow.Subject,
        in segment: UInt64,
        at range: Range<UInt64>,
        after key: [UInt8]?,
        limit: Int = 10_000
    ) throws(BlobStoreError) -> IndexPage<IndexedBody> {
        let page = try rows(of: subject == .chunk ? chunks : manifests, after: key, limit: limit)
        var bodies: [IndexedBody] = []
        for row in page.rows {
            let body = try self.body(subject, row)
            if body.segment == segment, range.contains(body.offset) { bodies.append(body) }
        }
        return IndexPage(rows: bodies, next: page.next)
    }

    /// Returns a page of a table's rows.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - key: The key after which the page begins, or nil for the first page.
    ///   - limit: The most rows.
    /// - Returns: Copies of the rows, and where the next page begins.
    /// - Throws: What the engine throws.
    func rows(
        of table: Table,
        after key: [UInt8]?,
        limit: Int
    ) throws(BlobStoreError) -> IndexPage<IndexEntry> {
        let range = KeyRange(from: key.map { $0 + [0] } ?? [])
        let rows = try read { (txn) throws(BlobStoreError) in try entries(of: table, over: range, limit: limit, txn) }
        return IndexPage(rows: rows, next: rows.count == limit ? rows.last?.key : nil)
    }

    private func body(_ subject: QuarantineRow.Subject, _ row: IndexEntry) throws(BlobStoreError) -> IndexedBody {
        guard let key = row.contentKey else { throw .malformedIndex(table: "\(subject)") }
        switch subject {
        case .chunk:
            guard let location = ChunkLocation(decoding: row.value) else { throw .malformedIndex(table: chunks.name) }
            return IndexedBody(location, name: key.id, domainKey: key.domainKey)
        case .manifest:
            guard let location = ManifestLocation(decoding: row.value) else {
                throw .malformedIndex(table: manifests.name)
            }
            return IndexedBody(location, blob: key.id, domainKey: key.domainKey)
        }
    }
}

extension IndexEntry {
    /// The domain's key and the content's name that make up the entry's key; nil when it is another one.
    var contentKey: ChunkKey? {
        var reader = ByteReader(key)
        guard key.count == 2 * ContentID.byteCount, let domainKey = reader.contentID(), let name = reader.contentID()
        else { return nil }
        return ChunkKey(domainKey: domainKey, id: name)
    }
}
