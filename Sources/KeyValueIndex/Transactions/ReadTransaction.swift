import CLMDB

/// A snapshot of an environment, valid inside the body that received it.
///
/// It stays on the thread of that body.
@safe
package struct ReadTransaction: ~Copyable {
    /// LMDB's handle; ``Environment`` ends it.
    let pointer: OpaquePointer
    /// The environment, held so that it cannot be closed under its transaction.
    let environment: Environment

    /// Makes a transaction of a handle that was begun.
    init(pointer: OpaquePointer, environment: Environment) {
        unsafe self.pointer = pointer
        self.environment = environment
    }

    /// Returns a copy of the value of a key, or nil when the table has no such key.
    package func get(_ key: [UInt8], in table: Table) throws(LMDBError) -> [UInt8]? {
        guard let value = try unsafe find(key, in: table) else { return nil }
        return unsafe Array(UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size))
    }

    /// Returns the value of a key in place, or nil when the table has no such key.
    ///
    /// The span cannot outlive the transaction, nor the next change in it.
    @_lifetime(borrow self)
    package func span(of key: [UInt8], in table: Table) throws(LMDBError) -> Span<UInt8>? {
        guard let value = try unsafe find(key, in: table) else { return nil }
        return unsafe _overrideLifetime(value.span, borrowing: self)
    }

    /// Tells whether a table has a key.
    package func contains(_ key: [UInt8], in table: Table) throws(LMDBError) -> Bool {
        try unsafe find(key, in: table) != nil
    }

    /// Returns a cursor that stands before the first key of a range.
    @_lifetime(borrow self)
    package func cursor(in table: Table, over range: KeyRange = .all) throws(LMDBError) -> Cursor {
        try Cursor(transaction: self, table: table, range: range)
    }

    /// Returns the number of a table's entries, without visiting them.
    package func count(of table: Table) throws(LMDBError) -> Int {
        try statistics(of: table).entries
    }

    /// Returns the size of a table.
    package func statistics(of table: Table) throws(LMDBError) -> TableStatistics {
        var result = MDB_stat()
        try LMDBError.check(.stat, unsafe mdb_stat(pointer, handle(of: table), &result))
        return TableStatistics(
            entries: result.ms_entries,
            depth: Int(result.ms_depth),
            pages: result.ms_branch_pages + result.ms_leaf_pages + result.ms_overflow_pages
        )
    }

    /// Returns a table's handle after checking that the table is one of this environment.
    func handle(of table: Table) -> MDB_dbi {
        precondition(
            table.environment == ObjectIdentifier(environment),
            "The table \(table.name) belongs to another environment than the transaction."
        )
        return table.handle
    }

    private func find(_ key: [UInt8], in table: Table) throws(LMDBError) -> MDB_val? {
        var value = unsafe MDB_val()
        let handle = handle(of: table)
        let status = unsafe key.withValue { unsafe mdb_get(pointer, handle, &$0, &value) }
        return try LMDBError.found(.get, status) ? unsafe value : nil
    }
}
