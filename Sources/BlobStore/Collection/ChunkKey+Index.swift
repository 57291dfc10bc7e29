import BlobModel
import KeyValueIndex

extension ChunkKey {
    /// The key of the content in each table that has one row for it.
    var indexKey: [UInt8] { IndexKey.content(id, domainKey: domainKey) }

    /// Makes a name from the beginning of a key.
    ///
    /// - Parameters:
    ///   - key: The key of a row of a content, or a longer one that begins with it.
    ///   - table: The table that has the row.
    /// - Throws: ``BlobStoreError/malformedIndex(table:)``.
    init(decoding key: [UInt8], in table: Table) throws(BlobStoreError) {
        var reader = ByteReader(key)
        guard let domainKey = reader.contentID(), let id = reader.contentID() else {
            throw .malformedIndex(table: table.name)
        }
        self.init(domainKey: domainKey, id: id)
    }
}

extension ShardIndex {
    /// Returns the time of which a row consists, in milliseconds since 1970.
    func time(decoding row: [UInt8], in table: Table) throws(BlobStoreError) -> UInt64 {
        var reader = ByteReader(row)
        guard row.count == 8, let time = reader.integer(UInt64.self) else { throw .malformedIndex(table: table.name) }
        return time
    }
}
