import CLMDB

/// The one open write transaction of an environment, valid inside the body that received it.
///
/// It stays on the thread of that body. What it wrote is seen by its own ``reader`` at once and by others after the
/// commit.
package struct WriteTransaction: ~Copyable {
    /// The same transaction for reading; it sees what was written so far.
    package let reader: ReadTransaction
    /// Whether a call found the map full: the transaction is void then.
    private(set) var isMapFull = false

    /// Makes a write transaction of one that was begun.
    init(reader: consuming ReadTransaction) {
        self.reader = reader
    }

    /// Writes an entry, and replaces the value of a key that the table has.
    ///
    /// - Throws: ``LMDBError/invalidSize(call:)`` unless the key has 1 to 511 bytes.
    package mutating func put(_ value: [UInt8], for key: [UInt8], in table: Table) throws(LMDBError) {
        _ = try store(value, for: key, in: table, flags: 0)
    }

    /// Writes an entry unless the table has the key.
    ///
    /// - Returns: False when the table has the key; its value stays.
    @discardableResult
    package mutating func insert(_ value: [UInt8], for key: [UInt8], in table: Table) throws(LMDBError) -> Bool {
        try store(value, for: key, in: table, flags: UInt32(MDB_NOOVERWRITE))
    }

    /// Deletes an entry.
    ///
    /// - Returns: False when the table has no such key.
    @discardableResult
    package mutating func delete(_ key: [UInt8], in table: Table) throws(LMDBError) -> Bool {
        let handle = reader.handle(of: table)
        let status = unsafe key.withValue { unsafe mdb_del(reader.pointer, handle, &$0, nil) }
        return try LMDBError.found(.delete, noted(status))
    }

    /// Deletes the entries of a range from its beginning.
    ///
    /// - Parameters:
    ///   - range: The keys to delete.
    ///   - table: The table that has them.
    ///   - limit: The number of entries after which to stop, so that a transaction stays small.
    /// - Returns: The number of entries deleted; less than the limit when none are left in the range.
    /// - Throws: What LMDB answers.
    @discardableResult
    package mutating func delete(_ range: KeyRange, in table: Table, limit: Int = .max) throws(LMDBError) -> Int {
        do throws(LMDBError) {
            return try deleteByCursor(range, in: table, limit: limit)
        } catch {
            isMapFull = isMapFull || error == .mapFull
            throw error
        }
    }

    /// Deletes all entries of a table; the table stays.
    package mutating func deleteAll(in table: Table) throws(LMDBError) {
        let status = unsafe mdb_drop(reader.pointer, reader.handle(of: table), 0)
        try LMDBError.check(.drop, noted(status))
    }

    /// Opens a table, and makes it when it is missing.
    mutating func openTable(named name: String) throws(LMDBError) -> Table {
        var handle: MDB_dbi = 0
        let status = unsafe mdb_dbi_open(reader.pointer, name, UInt32(MDB_CREATE), &handle)
        try LMDBError.check(.openTable, noted(status))
        return Table(name: name, handle: handle, environment: ObjectIdentifier(reader.environment))
    }

    private mutating func store(
        _ value: [UInt8],
        for key: [UInt8],
        in table: Table,
        flags: UInt32
    ) throws(LMDBError) -> Bool {
        let handle = reader.handle(of: table)
        let status = unsafe key.withValue { key in
            unsafe value.withValue { unsafe mdb_put(reader.pointer, handle, &key, &$0, flags) }
        }
        guard status != MDB_KEYEXIST else { return false }
        try LMDBError.check(.put, noted(status))
        return true
    }

    private func deleteByCursor(_ range: KeyRange, in table: Table, limit: Int) throws(LMDBError) -> Int {
        var cursor = try reader.cursor(in: table, over: range)
        var deleted = 0
        while deleted < limit, try cursor.next() {
            try cursor.deleteCurrent()
            deleted += 1
        }
        return deleted
    }

    private mutating func noted(_ status: Int32) -> Int32 {
        isMapFull = isMapFull || status == MDB_MAP_FULL
        return status
    }
}
