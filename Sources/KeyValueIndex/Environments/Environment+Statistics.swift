import CLMDB

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
}
