/// The functions of LMDB whose failures are reported.
package enum LMDBCall: String, Hashable, Sendable {
    /// Making an environment handle.
    case createEnvironment = "mdb_env_create"
    /// Setting an option of an environment.
    case configureEnvironment = "mdb_env_set"
    /// Reading the pages of a file to see whether they are sound.
    case readPages = "pread"
    /// Opening an environment's files.
    case openEnvironment = "mdb_env_open"
    /// Enlarging the map.
    case setMapSize = "mdb_env_set_mapsize"
    /// Making the last commit durable.
    case synchronise = "mdb_env_sync"
    /// Writing again the pages that name the last commits: open, pread, pwrite, and fdatasync.
    case secure
    /// Clearing the slots of readers that died.
    case checkReaders = "mdb_reader_check"
    /// Beginning a transaction.
    case begin = "mdb_txn_begin"
    /// Committing a transaction.
    case commit = "mdb_txn_commit"
    /// Opening a table.
    case openTable = "mdb_dbi_open"
    /// Reading a value.
    case get = "mdb_get"
    /// Writing an entry.
    case put = "mdb_put"
    /// Deleting an entry.
    case delete = "mdb_del"
    /// Deleting all entries of a table.
    case drop = "mdb_drop"
    /// Counting the entries of a table.
    case stat = "mdb_stat"
    /// Opening a cursor.
    case openCursor = "mdb_cursor_open"
    /// Moving a cursor.
    case moveCursor = "mdb_cursor_get"
    /// Deleting the entry at a cursor.
    case deleteAtCursor = "mdb_cursor_del"
    /// Asking for or synchronising the directory of an environment.
    case directory = "fsync"
}
