package import FoundationEssentials
package import SQLDatabase

extension DeploymentStore {
    /// Keeps fronts from telling nodes which references do not exist, as after a restore.
    ///
    /// A restored database does not know what was added after the backup, and would call it absent. Suspending again
    /// replaces the former end.
    ///
    /// - Parameters:
    ///   - until: The instant at which recounts go on by themselves; nil when they wait for ``resumeRecounts(in:)``.
    ///   - txn: The transaction.
    /// - Throws: `DeploymentStoreError.notInitialised`; `SQLError`.
    package func suspendRecounts(until: Date?, in txn: any SQLTransaction) throws {
        try setSuspension(SQLValue(until ?? .distantFuture), in: txn)
    }

    /// Lets recounts go on.
    ///
    /// - Throws: `DeploymentStoreError.notInitialised`; `SQLError`.
    package func resumeRecounts(in txn: any SQLTransaction) throws {
        try setSuspension(.null, in: txn)
    }

    /// Returns until when recounts are suspended, or nil when they are not.
    ///
    /// - Throws: `DeploymentStoreError.notInitialised`; `SQLError`.
    package func recountSuspension(now: Date, in txn: any SQLTransaction) throws -> RecountSuspension? {
        guard let row = try txn.first("SELECT recounts_suspended_until FROM deployment WHERE singleton = 1") else {
            throw DeploymentStoreError.notInitialised
        }
        guard try row.optionalInteger("recounts_suspended_until") != nil else { return nil }
        let until = try row.instant("recounts_suspended_until")
        guard now < until else { return nil }
        return until < .distantFuture ? .until(until) : .untilResumed
    }

    private func setSuspension(_ until: SQLValue, in txn: any SQLTransaction) throws {
        let changed = try txn.execute(
            "UPDATE deployment SET recounts_suspended_until = ? WHERE singleton = 1",
            [until]
        )
        guard changed == 1 else { throw DeploymentStoreError.notInitialised }
    }
}
