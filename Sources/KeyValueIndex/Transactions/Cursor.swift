import CLMDB

/// A walk through the entries of a range in the order of their keys.
///
/// ```
/// var cursor = try txn.cursor(in: table, over: .prefix(domain))
/// while try cursor.next() {
///     use(cursor.key, cursor.value)
/// }
/// ```
///
/// It cannot outlive its transaction, and the transaction cannot change while it is used.
package struct Cursor: ~Copyable, ~Escapable {
    private var handle: CursorHandle
    private let range: KeyRange
    private var position = Position.before

    private enum Position {
        case before, at, after
    }

    /// Opens a cursor that stands before the first key of a range.
    @_lifetime(borrow transaction)
    init(transaction: borrowing ReadTransaction, table: Table, range: KeyRange) throws(LMDBError) {
        handle = try CursorHandle(transaction: transaction, table: table)
        self.range = range
    }

    deinit {
        handle.close()
    }

    /// Moves to the next entry of the range.
    ///
    /// - Returns: False when there is none; it stays so.
    package mutating func next() throws(LMDBError) -> Bool {
        let isAtEntry =
            switch position {
            case .before: try handle.seek(range.lower)
            case .at: try handle.advance()
            case .after: false
            }
        position = isAtEntry && handle.isBefore(range.upper) ? .at : .after
        return position == .at
    }

    /// The key of the entry at which the cursor stands.
    package var key: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            precondition(position == .at, "A cursor has a key only after next() returned true.")
            return unsafe _overrideLifetime(handle.key.span, borrowing: self)
        }
    }

    /// The value of the entry at which the cursor stands.
    package var value: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            precondition(position == .at, "A cursor has a value only after next() returned true.")
            return unsafe _overrideLifetime(handle.value.span, borrowing: self)
        }
    }

    /// Deletes the entry at which the cursor stands; ``next()`` goes to the one after it.
    mutating func deleteCurrent() throws(LMDBError) {
        try handle.delete()
    }
}
