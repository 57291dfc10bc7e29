import KeyValueIndex

/// An entry of a table, copied out of its transaction.
struct IndexEntry: Sendable {
    /// The key.
    let key: [UInt8]

    /// The value.
    let value: [UInt8]
}

/// Walks through a range of a table page by page.
///
/// Each page is looked at over a snapshot of its own, so that none is held for long. Entries that come while it walks
/// may be missed; whoever acts on what it finds looks again in the write transaction.
struct TableWalk {
    /// The most entries of a page.
    static let pageLength = 1_000

    private let index: ShardIndex
    private let table: Table
    private let pool: BlockingPool
    private var rest: KeyRange?

    /// Makes a walk that stands before the first entry.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - range: The keys to visit.
    ///   - index: The index that has the table.
    ///   - pool: The threads on which to read.
    init(through table: Table, over range: KeyRange = .all, of index: ShardIndex, on pool: BlockingPool) {
        self.table = table
        self.index = index
        self.pool = pool
        rest = range
    }

    /// Returns what is found in the next page, in the order of the keys, or nil at the end.
    ///
    /// - Parameter look: Returns what is to be found in an entry, or nil when it is of no interest.
    /// - Returns: What was found; empty when nothing in the page is of interest.
    /// - Throws: What `look` and the engine throw.
    mutating func next<Found: Sendable>(
        _ look: @escaping @Sendable (IndexEntry, borrowing ReadTransaction) throws(BlobStoreError) -> Found?
    ) async throws(BlobStoreError) -> [Found]? {
        guard let range = rest else { return nil }
        let index = index
        let table = table
        let page = try await pool.run { () throws(BlobStoreError) in
            try index.read { (txn) throws(BlobStoreError) in
                try index.page(of: table, over: range, txn, look)
            }
        }
        rest = page.rest
        return page.found
    }
}

extension ShardIndex {
    /// Returns the entries of a range from its beginning.
    func entries(
        of table: Table,
        over range: KeyRange,
        limit: Int,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> [IndexEntry] {
        do throws(LMDBError) {
            var entries: [IndexEntry] = []
            var cursor = try txn.cursor(in: table, over: range)
            while entries.count < limit, try cursor.next() {
                entries.append(IndexEntry(key: Self.copy(cursor.key), value: Self.copy(cursor.value)))
            }
            return entries
        } catch {
            throw .index(error)
        }
    }

    fileprivate func page<Found>(
        of table: Table,
        over range: KeyRange,
        _ txn: borrowing ReadTransaction,
        _ look: (IndexEntry, borrowing ReadTransaction) throws(BlobStoreError) -> Found?
    ) throws(BlobStoreError) -> (found: [Found], rest: KeyRange?) {
        let entries = try entries(of: table, over: range, limit: TableWalk.pageLength, txn)
        var found: [Found] = []
        for entry in entries {
            if let match = try look(entry, txn) { found.append(match) }
        }
        guard entries.count == TableWalk.pageLength, let last = entries.last else { return (found, nil) }
        return (found, KeyRange(from: last.key + [0], until: range.upper))
    }
}
