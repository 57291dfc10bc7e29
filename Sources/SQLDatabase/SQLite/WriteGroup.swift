import GRDB

/// A transaction that several writes share, each in a savepoint of its own, with one COMMIT for all.
///
/// A body that throws is rolled back to its savepoint alone. No outcome is told before the transaction has ended, since
/// each body saw what those before it wrote.
struct WriteGroup {
    private let database: Database
    private var writes: [WaitingWrite] = []
    private var results: [Result<WaitingWrite.Answer, any Error>] = []
    private var isCommitting = false

    /// Runs writes in one transaction and answers them, as far as their outcome is known.
    ///
    /// - Parameters:
    ///   - first: The write that begins the transaction. Alone in it, it needs no savepoint.
    ///   - next: Takes the next write, or `nil` when the transaction shall end.
    ///   - database: The connection.
    ///   - committed: Called once the transaction is durable, before anybody is told.
    /// - Returns: The writes that were not answered because of what another one of the group may have caused, in their
    ///   order. Nothing of them was written. Each is to be run again in a transaction of its own, which tells whose fault it
    ///   is.
    static func run(
        _ first: WaitingWrite,
        then next: () -> WaitingWrite?,
        on database: Database,
        committed: () -> Void
    ) -> [WaitingWrite] {
        var group = WriteGroup(database: database)
        do {
            try database.inImmediateTransaction { try group.gather(first, then: next) }
        } catch {
            guard !group.writes.isEmpty else { return group.refuse(first, error) }
            return group.settle(error)
        }
        if group.isCommitting { committed() }
        group.answer()
        return []
    }

    private init(database: Database) {
        self.database = database
    }

    private mutating func gather(
        _ first: WaitingWrite,
        then next: () -> WaitingWrite?
    ) throws -> Database.TransactionCompletion {
        try run(first)
        // Alone in the transaction, so that its end undoes nobody else's work.
        if case .failure = results[0] { return .rollback }
        while let write = next() { try runInSavepoint(write) }
        isCommitting = true
        return .commit
    }

    private mutating func runInSavepoint(_ write: WaitingWrite) throws {
        // What fails here leaves the write without a result; all of the group are run again.
        writes.append(write)
        try execute("SAVEPOINT write_of_group")
        let result = result(of: write)
        try database.requireTransaction()
        if case .failure = result { try execute("ROLLBACK TO SAVEPOINT write_of_group") }
        try execute("RELEASE SAVEPOINT write_of_group")
        results.append(result)
    }

    private mutating func run(_ write: WaitingWrite) throws {
        writes.append(write)
        let result = result(of: write)
        results.append(result)
        if case .success = result { try database.requireTransaction() }
    }

    private func result(of write: WaitingWrite) -> Result<WaitingWrite.Answer, any Error> {
        Result {
            let answer = try SQLiteTransaction.run(on: database) { txn in try write.run(in: txn) }
            try database.requireForeignKeys()
            return answer
        }
    }

    private func execute(_ statement: String) throws {
        try database.cachedStatement(sql: statement).execute()
    }
}

extension WriteGroup {
    private func answer() {
        for (write, result) in zip(writes, results) {
            switch result {
            case .success(let answer): answer()
            case .failure(let error): write.refuse(error)
            }
        }
    }

    /// Answers a write whose transaction could not begin.
    private func refuse(_ write: WaitingWrite, _ error: any Error) -> [WaitingWrite] {
        write.refuse(error)
        return []
    }

    /// Answers the writes of a transaction that failed.
    ///
    /// A body that threw wrote nothing in any case. But what made it throw may be what another one wrote that is not
    /// there now, so that it has to look again.
    private func settle(_ error: any Error) -> [WaitingWrite] {
        if isCommitting, let unknown = SQLiteCommit.unknownOutcome(of: error) {
            return settleUnknown(unknown)
        }
        guard writes.count == 1 else { return writes }
        var cause = error
        if case .failure(let error)? = results.first { cause = error }
        return refuse(writes[0], cause)
    }

    private func settleUnknown(_ error: SQLError) -> [WaitingWrite] {
        var repeats: [WaitingWrite] = []
        for (write, result) in zip(writes, results) {
            switch result {
            case .success: write.refuse(error)
            case .failure: repeats.append(write)
            }
        }
        return repeats
    }
}
