import CLMDB
import Synchronization

/// What a failed commit or synchronisation leaves in doubt: whether the page that names the commit before is durable.
///
/// LMDB makes that page durable with the next commit, which overwrites pages that the commit before it needed. If the page is in
/// memory alone, a loss of power leads back to a commit of which pages are gone. It is therefore written again before anything
/// else is committed, however long a full disk refuses that; reading goes on.
extension Environment {
    /// Closes the environment after a commit that failed and opens it again, as the last one that succeeded left it.
    ///
    /// LMDB answers `MDB_PANIC` to everything, reading included, once it could not write a meta page.
    ///
    /// - Throws: What keeps it from being opened; it is tried again before the next transaction.
    func renew() throws(LMDBError) {
        try gate.withoutTransactions { () throws(LMDBError) in
            // The disk may have no room for it now; the next commit does not go on without.
            try? secure()
            try reopen()
        }
    }

    /// Ends the doubt, if there is one.
    ///
    /// - Throws: ``LMDBError/system(call:errno:)`` when the disk refuses; the doubt stays, and so do reads.
    func settle() throws(LMDBError) {
        try gate.withoutTransactions { () throws(LMDBError) in
            guard isInDoubt.load(ordering: .acquiring) else { return }
            try secure()
            // From what is durable now: the system may have dropped the pages from memory before they were written again.
            try reopen()
        }
    }

    /// Notes which commit is the last one; call it inside the gate.
    func noteCommit() {
        guard let pointer = unsafe try? requirePointer() else { return }
        lastCommit.max(unsafe Self.lastCommit(of: pointer), ordering: .relaxed)
    }

    /// Checks that an environment that was opened again has all commits that have returned.
    ///
    /// - Throws: ``LMDBError/commitsLost(path:expected:found:)``.
    func requireAllCommits(in pointer: OpaquePointer) throws(LMDBError) {
        let (expected, found) = (lastCommit.load(ordering: .relaxed), unsafe Self.lastCommit(of: pointer))
        guard found >= expected else { throw .commitsLost(path: path, expected: expected, found: found) }
    }

    /// Returns the number of the last commit of an open environment.
    static func lastCommit(of pointer: OpaquePointer) -> Int {
        var information = unsafe MDB_envinfo()
        // LMDB: it fails on null arguments only.
        unsafe mdb_env_info(pointer, &information)
        return unsafe information.me_last_txnid
    }

    private func secure() throws(LMDBError) {
        try MetaPages.secure(at: path)
        isInDoubt.store(false, ordering: .releasing)
    }
}
