import CLMDB
import Synchronization

extension Environment {
    /// Runs a body over a snapshot of the environment.
    ///
    /// The body is synchronous, and the transaction is valid inside it only. It should be short: pages that were
    /// replaced since its beginning cannot be used again until it ends, and the file, which never shrinks, grows.
    ///
    /// A body must not begin another transaction of the same environment; that traps in a debug build, and may never end in a release.
    ///
    /// - Parameter body: What to read; spell its error: `{ (txn) throws(E) in … }`.
    /// - Returns: What the body returns.
    /// - Throws: ``TransactionError/aborted(_:)`` with the body's error, or ``TransactionError/engine(_:)``.
    package func read<Value, Failure: Error>(
        _ body: (borrowing ReadTransaction) throws(Failure) -> Value
    ) throws(TransactionError<Failure>) -> Value {
        try readSnapshot(body)
    }

    /// Runs a body that fails as LMDB does over a snapshot of the environment.
    ///
    /// - Parameter body: What to read; spell its error: `{ (txn) throws(LMDBError) in … }`.
    /// - Returns: What the body returns.
    /// - Throws: The body's error or the engine's.
    package func read<Value>(
        _ body: (borrowing ReadTransaction) throws(LMDBError) -> Value
    ) throws(LMDBError) -> Value {
        do throws(TransactionError<LMDBError>) {
            return try readSnapshot(body)
        } catch {
            throw error.error
        }
    }

    /// Runs a body over a snapshot of the environment if that can begin at once: for a thread that must not wait, such as that of
    /// an event loop.
    ///
    /// Neither a growth of the map is waited for, nor what a growth waits for itself, such as a synchronisation; nor is an
    /// environment opened again. What is left are the pages that the body touches, when the system has them not in memory.
    ///
    /// - Parameter body: What to read; spell its error: `{ (txn) throws(E) in … }`. As for ``read(_:)`` it must not begin another
    ///   transaction.
    /// - Returns: What the body returns; nil when the map is being changed or is to be, or when the environment is not open, or in
    ///   doubt after a commit that failed: then call ``read(_:)`` where waiting is allowed.
    /// - Throws: ``TransactionError/aborted(_:)`` with the body's error, or ``TransactionError/engine(_:)``.
    package func readIfFree<Value, Failure: Error>(
        _ body: (borrowing ReadTransaction) throws(Failure) -> Value
    ) throws(TransactionError<Failure>) -> Value? {
        guard gate.enterIfFree() else { return nil }
        defer { gate.leave() }
        // Inside the gate nobody closes it.
        guard isOpen.load(ordering: .acquiring), !isInDoubt.load(ordering: .acquiring) else { return nil }
        return try readInside(body)
    }

    private func readSnapshot<Value, Failure: Error>(
        _ body: (borrowing ReadTransaction) throws(Failure) -> Value
    ) throws(TransactionError<Failure>) -> Value {
        try TransactionError<Failure>.engine { () throws(LMDBError) in try ensureOpen() }
        gate.enter()
        defer { gate.leave() }
        return try readInside(body)
    }

    /// Runs a body in a transaction of this thread; call it inside the gate.
    private func readInside<Value, Failure: Error>(
        _ body: (borrowing ReadTransaction) throws(Failure) -> Value
    ) throws(TransactionError<Failure>) -> Value {
        let transaction = try TransactionError<Failure>.engine { () throws(LMDBError) in try begin(readOnly: true) }
        defer { unsafe mdb_txn_abort(transaction.pointer) }
        return try TransactionError.body { () throws(Failure) in try body(transaction) }
    }

    /// Begins a transaction on this thread.
    ///
    /// - Parameter readOnly: Whether it only reads.
    /// - Returns: The transaction, which the caller commits or aborts.
    /// - Throws: ``LMDBError/readersFull`` and what the system answers.
    func begin(readOnly: Bool) throws(LMDBError) -> ReadTransaction {
        var begun: OpaquePointer?
        let flags = readOnly ? UInt32(MDB_RDONLY) : 0
        try LMDBError.check(.begin, unsafe mdb_txn_begin(requirePointer(), nil, flags, &begun))
        guard let transaction = unsafe begun else {
            throw .unexpected(call: .begin, code: MDB_SUCCESS)
        }
        return unsafe ReadTransaction(pointer: transaction, environment: self)
    }
}
