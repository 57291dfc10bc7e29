import CLMDB
import Synchronization

extension Environment {
    /// The environment's state now, for metrics.
    ///
    /// Like a transaction it waits for a growth of the map, and must not be asked for inside another one of its thread.
    package var statistics: EnvironmentStatistics {
        let openTransactions = gate.count
        gate.enter()
        defer { gate.leave() }
        var information = unsafe MDB_envinfo()
        var pages = MDB_stat()
        // LMDB: both fail on null arguments only, and leave the zeros when the environment is not open.
        let pointer = unsafe try? requirePointer()
        unsafe mdb_env_info(pointer, &information)
        unsafe mdb_env_stat(pointer, &pages)
        return unsafe EnvironmentStatistics(
            mapSize: information.me_mapsize,
            usedBytes: (information.me_last_pgno + 1) * Int(pages.ms_psize),
            lastTransaction: information.me_last_txnid,
            openTransactions: openTransactions,
            maximumReaders: Int(information.me_maxreaders)
        )
    }

    /// The version of what the environment holds now, told from memory.
    ///
    /// While something is committed it may be ahead of what a transaction shows that is begun after the question: LMDB writes
    /// the page that names the commit before it lets readers begin with it. Whoever keeps what was read asks the transaction
    /// for its version. Like a transaction the question waits for a growth of the map, and must not be asked inside another
    /// one of its thread.
    package var version: EnvironmentVersion {
        gate.enter()
        defer { gate.leave() }
        var information = unsafe MDB_envinfo()
        // LMDB: it fails on null arguments only, and leaves the zeros when the environment is not open.
        unsafe mdb_env_info(try? requirePointer(), &information)
        return unsafe EnvironmentVersion(
            openings: openings.load(ordering: .relaxed),
            transaction: information.me_last_txnid
        )
    }
}
