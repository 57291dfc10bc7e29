import CLMDB
import Synchronization

extension Environment {
    /// Runs a body in the one write transaction, and commits what it wrote when it returns.
    ///
    /// The body is synchronous and runs on the calling thread, which blocks until earlier write transactions have
    /// ended. The transaction is valid inside the body only. When the memory map is full, what the body wrote is thrown
    /// away, the map grows, and **the body runs again**: it must have no effects other than on the transaction.
    ///
    /// A body must not begin another transaction of the same environment; that traps in a debug build, and may never end in a release.
    ///
    /// - Parameter body: What to write; spell its error: `{ (txn) throws(E) in … }`.
    /// - Returns: What the body returns, after the commit.
    /// - Throws: ``TransactionError/aborted(_:)`` with the body's error, or ``TransactionError/engine(_:)``; nothing
    ///   was written then, but for an input/output error at the commit: then the environment is opened anew, and only a
    ///   look at it tells whether the commit is there. No later commit begins until the one before is known to be durable.
    package func write<Value, Failure: Error>(
        _ body: (inout WriteTransaction) throws(Failure) -> Value
    ) throws(TransactionError<Failure>) -> Value {
        try inTurn { () throws(TransactionError<Failure>) in try writeGrowing(body) }
    }

    /// Runs a body that fails as LMDB does in the one write transaction.
    ///
    /// - Parameter body: What to write; spell its error: `{ (txn) throws(LMDBError) in … }`.
    /// - Returns: What the body returns, after the commit.
    /// - Throws: The body's error or the engine's.
    package func write<Value>(
        _ body: (inout WriteTransaction) throws(LMDBError) -> Value
    ) throws(LMDBError) -> Value {
        do throws(TransactionError<LMDBError>) {
            return try inTurn { () throws(TransactionError<LMDBError>) in try writeGrowing(body) }
        } catch {
            throw error.error
        }
    }

    /// Opens a table, and makes it when it is missing.
    ///
    /// - Parameter name: The table's name.
    /// - Returns: The table, valid for as long as the environment is open.
    /// - Throws: ``LMDBError/tablesFull`` when more tables are opened than the options allow.
    package func openTable(named name: String) throws(LMDBError) -> Table {
        let table = try write { (txn) throws(LMDBError) in try txn.openTable(named: name) }
        tableNames.withLock { names in
            if !names.contains(name) { names.append(name) }
        }
        return table
    }

    /// Runs a body while no other thread writes, nor looks after the environment for a write.
    private func inTurn<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        gate.requireNoTransaction()
        var outcome: Result<Value, Failure>?
        turn.withLock { _ in outcome = Result(catching: body) }
        guard let outcome else { preconditionFailure("A lock that was taken runs its body.") }
        return try outcome.get()
    }

    private func writeGrowing<Value, Failure: Error>(
        _ body: (inout WriteTransaction) throws(Failure) -> Value
    ) throws(TransactionError<Failure>) -> Value {
        try TransactionError<Failure>.engine { () throws(LMDBError) in try ensureOpen() }
        while true {
            let size = mapSize.withLock { $0 }
            switch try attempt(body) {
            case .committed(let value): return value
            case .mapFull: try TransactionError<Failure>.engine { () throws(LMDBError) in try growMap(from: size) }
            case .inDoubt: try TransactionError<Failure>.engine { () throws(LMDBError) in try settle() }
            case .failed(let error):
                // What keeps it from being opened again shows at the next transaction.
                try? renew()
                throw .engine(error)
            }
        }
    }

    private func attempt<Value, Failure: Error>(
        _ body: (inout WriteTransaction) throws(Failure) -> Value
    ) throws(TransactionError<Failure>) -> Attempt<Value> {
        gate.enter()
        defer { gate.leave() }
        let begun = try TransactionError<Failure>.engine { () throws(LMDBError) in try begin(readOnly: false) }
        guard !isInDoubt.load(ordering: .acquiring) else {
            unsafe mdb_txn_abort(begun.pointer)
            return .inDoubt
        }
        var transaction = WriteTransaction(reader: begun)
        let value: Value
        do throws(Failure) {
            value = try body(&transaction)
        } catch {
            unsafe mdb_txn_abort(transaction.reader.pointer)
            guard transaction.isMapFull else { throw .aborted(error) }
            return .mapFull
        }
        guard !transaction.isMapFull else {
            unsafe mdb_txn_abort(transaction.reader.pointer)
            return .mapFull
        }
        return commit(transaction, returning: value)
    }

    private func commit<Value>(
        _ transaction: borrowing WriteTransaction,
        returning value: Value
    ) -> Attempt<Value> {
        let status = unsafe mdb_txn_commit(transaction.reader.pointer)
        switch status {
        case MDB_SUCCESS:
            noteCommit()
            return .committed(value)
        case MDB_MAP_FULL: return .mapFull
        default:
            isInDoubt.store(true, ordering: .releasing)
            return .failed(LMDBError(.commit, code: status))
        }
    }

    /// Doubles the map, unless somebody else has enlarged it since it had the size that was too small.
    private func growMap(from size: Int) throws(LMDBError) {
        guard size < options.maximumMapSize else {
            throw .mapLimitReached(path: path, maximumMapSize: options.maximumMapSize)
        }
        try gate.withoutTransactions { () throws(LMDBError) in
            guard mapSize.withLock({ $0 }) <= size else { return }
            let larger = min(size * 2, options.maximumMapSize)
            let status = unsafe mdb_env_set_mapsize(try requirePointer(), larger)
            guard status == MDB_SUCCESS else {
                // LMDB gave the former map away before it asked for the larger one, and has none now.
                try reopen()
                throw LMDBError(.setMapSize, code: status)
            }
            mapSize.withLock { $0 = larger }
        }
    }

    private enum Attempt<Value> {
        case committed(Value)
        case mapFull
        /// Nothing may be committed before ``Environment/settle()``.
        case inDoubt
        case failed(LMDBError)
    }
}
