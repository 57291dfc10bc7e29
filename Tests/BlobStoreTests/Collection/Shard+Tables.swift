import BlobModel
import KeyValueIndex

@testable import BlobStore

extension Shard {
    /// The shard's index.
    var index: ShardIndex {
        get throws { try openParts().reader.index }
    }

    /// Returns the rows of a table, or those of a domain.
    func rows(
        _ table: KeyPath<ShardIndex, Table>,
        of domain: DedupDomain? = nil
    ) throws -> [IndexEntry] {
        let index = try index
        let range = domain.map { KeyRange.prefix($0.key.bytes) } ?? .all
        return try index.read { (txn) throws(BlobStoreError) in
            try index.entries(of: index[keyPath: table], over: range, limit: .max, txn)
        }
    }

    /// Returns the names of the contents that have a row in a table.
    func names(_ table: KeyPath<ShardIndex, Table>, of domain: DedupDomain) throws -> Set<ContentID> {
        Set(try rows(table, of: domain).compactMap { ContentID(bytes: $0.key[32..<64]) })
    }

    /// Makes the collector of the shard, for tests that take its steps one by one.
    func collector() throws -> Collector {
        let parts = try openParts()
        return Collector(
            reader: parts.reader,
            writer: parts.writer,
            pool: maintenancePool,
            pacer: NoPacing(),
            grace: options.grace
        )
    }
}
