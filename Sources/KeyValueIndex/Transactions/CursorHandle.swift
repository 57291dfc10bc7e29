import CLMDB

/// LMDB's cursor and the entry to which it moved last.
///
/// Its maker closes it before its transaction ends, and hands out the entry's bytes for no longer than they are valid.
@safe
struct CursorHandle {
    private let pointer: OpaquePointer
    /// The key at which the cursor stands, in LMDB's memory.
    private(set) var key = unsafe MDB_val()
    /// The value at which the cursor stands, in LMDB's memory.
    private(set) var value = unsafe MDB_val()

    /// Opens a cursor that stands nowhere yet.
    init(transaction: borrowing ReadTransaction, table: Table) throws(LMDBError) {
        var opened: OpaquePointer?
        let status = unsafe mdb_cursor_open(transaction.pointer, transaction.handle(of: table), &opened)
        try LMDBError.check(.openCursor, status)
        guard let pointer = unsafe opened else {
            throw .unexpected(call: .openCursor, code: MDB_SUCCESS)
        }
        unsafe self.pointer = pointer
    }

    /// Closes the cursor; nothing may be asked of it afterwards.
    func close() {
        unsafe mdb_cursor_close(pointer)
    }

    /// Moves to the first entry whose key is not before another, and tells whether there is one.
    mutating func seek(_ lower: [UInt8]) throws(LMDBError) -> Bool {
        // LMDB refuses an empty key, which every key follows.
        guard !lower.isEmpty else { return try move(MDB_FIRST) }
        let status = unsafe lower.withValue { lower in
            let status = unsafe mdb_cursor_get(pointer, &lower, &value, MDB_SET_RANGE)
            unsafe key = lower
            return status
        }
        return try LMDBError.found(.moveCursor, status)
    }

    /// Moves to the next entry, and tells whether there is one.
    mutating func advance() throws(LMDBError) -> Bool {
        try move(MDB_NEXT)
    }

    /// Tells whether the key at which the cursor stands is before another.
    func isBefore(_ upper: [UInt8]?) -> Bool {
        guard let upper else { return true }
        let bytes = unsafe UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size)
        return unsafe bytes.lexicographicallyPrecedes(upper)
    }

    /// Deletes the entry; ``advance()`` goes to the one after it.
    func delete() throws(LMDBError) {
        try LMDBError.check(.deleteAtCursor, unsafe mdb_cursor_del(pointer, 0))
    }

    private mutating func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
        try LMDBError.found(.moveCursor, unsafe mdb_cursor_get(pointer, &key, &value, operation))
    }
}
