import KeyValueIndex

extension ShardIndex {
    /// Gives the rows of the table `quarantine` the keys of version 3, which tell a chunk from a manifest of the same name.
    ///
    /// Version 2 had one row for both; it is that of the one that was found first, and a scrub finds the other again.
    ///
    /// - Throws: What the engine throws, and ``BlobStoreError/malformedIndex(table:)``.
    func upgradeQuarantine(_ txn: inout WriteTransaction) throws(BlobStoreError) {
        for entry in try entries(of: quarantine, over: .all, limit: .max, txn.reader) {
            guard let name = entry.contentKey, let row = QuarantineRow(decoding: entry.value) else {
                throw .malformedIndex(table: quarantine.name)
            }
            try delete(entry.key, in: quarantine, &txn)
            let key = IndexKey.quarantined(row.subject, name.id, domainKey: name.domainKey)
            try put(entry.value, for: key, in: quarantine, &txn)
        }
    }
}
