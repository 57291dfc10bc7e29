import CLMDB
import Synchronization
package import SystemPackage

/// An open LMDB environment: one directory with tables that change together in transactions.
///
/// - Any number of threads may read at once; each reader sees the environment as of its beginning and delays nobody.
/// - Write transactions are serialised: one that begins while another is open blocks its thread until that one ends.
///   Each begins, runs, and commits on the thread that called ``write(_:)``, as LMDB demands.
/// - A commit is atomic. It survives the end of the process; a loss of power may undo the last commits, whole ones and
///   in order, back to the last ``synchronise()`` (`MDB_NOMETASYNC`).
/// - The memory map grows by itself when it is full.
///
/// The environment is closed when its last holder lets go of it. It must not be used after `fork`, nor lie on a network
/// file system, nor may anything else in the process open its files.
@safe
package final class Environment: @unchecked Sendable {
    // Sendable: LMDB's environment handle may be used by several threads; it changes with the gate held exclusively only.
    /// LMDB's handle; nil after it could not be opened again, until that succeeds.
    private var handle: OpaquePointer?
    /// Whether there is a handle, told without the gate; what decides is ``requirePointer()`` inside it.
    let isOpen = Atomic<Bool>(true)
    /// Whether the page that names the last commit may be in memory alone, as a commit or a synchronisation has failed.
    let isInDoubt = Atomic<Bool>(false)
    /// The number of the last commit that has returned.
    let lastCommit: Atomic<Int>
    /// How often the environment was opened again, changed with the gate held exclusively.
    let openings = Atomic<Int>(0)
    /// The directory that holds the environment's two files.
    package let path: FilePath
    /// The sizes with which the environment was opened.
    package let options: EnvironmentOptions
    /// The order between transactions and the growth of the map.
    let gate = TransactionGate()
    /// The turn of whoever writes, kept until the environment is fit for the next one: LMDB lets its own lock go inside a
    /// commit that fails, before the doubt is noted.
    let turn = Mutex(())
    /// The size of the map in bytes, changed with the gate held exclusively.
    let mapSize: Mutex<Int>
    /// The names of the tables in the order in which they were opened, from which their handles follow.
    let tableNames = Mutex<[String]>([])
    private let identity: OpenEnvironments.Identity

    private init(
        pointer: OpaquePointer,
        path: FilePath,
        options: EnvironmentOptions,
        identity: OpenEnvironments.Identity
    ) {
        unsafe handle = pointer
        self.path = path
        self.options = options
        self.identity = identity
        mapSize = Mutex(unsafe Self.mapSize(of: pointer))
        lastCommit = Atomic(unsafe Self.lastCommit(of: pointer))
    }

    deinit {
        closeHandle()
        OpenEnvironments.leave(identity)
    }

    /// Opens the environment in a directory, and makes it when the directory has none.
    ///
    /// The structure of what is there is checked first, by reading all of it: LMDB would follow its file wherever it points. The
    /// slots of readers that died with an earlier process are cleared.
    ///
    /// - Parameters:
    ///   - directory: An existing directory.
    ///   - options: The sizes.
    /// - Returns: The open environment.
    /// - Throws: ``LMDBError/alreadyOpen(path:)`` when this process has it open under any name,
    ///   ``LMDBError/damaged(call:code:)`` when the files are not an LMDB environment, ``LMDBError/unsound(page:_:)`` when they
    ///   are one that is damaged.
    package static func open(
        at directory: FilePath,
        options: EnvironmentOptions = EnvironmentOptions()
    ) throws(LMDBError) -> Environment {
        let identity = try OpenEnvironments.enter(directory)
        do throws(LMDBError) {
            try StructureCheck.run(in: directory, maximumByteCount: options.maximumMapSize)
            let pointer = try unsafe openHandle(at: directory, options: options, mapSize: options.mapSize)
            return unsafe Environment(pointer: pointer, path: directory, options: options, identity: identity)
        } catch {
            OpenEnvironments.leave(identity)
            throw error
        }
    }

    /// Makes all commits durable that have returned before.
    ///
    /// - Throws: ``LMDBError/system(call:errno:)``; the commits since the last success may be lost then.
    package func synchronise() throws(LMDBError) {
        try ensureOpen()
        if isInDoubt.load(ordering: .acquiring) { try settle() }
        gate.enter()
        defer { gate.leave() }
        let status = unsafe mdb_env_sync(try requirePointer(), 1)
        if status != MDB_SUCCESS { isInDoubt.store(true, ordering: .releasing) }
        try LMDBError.check(.synchronise, status)
    }

    /// Returns LMDB's handle; call it inside the gate.
    ///
    /// - Throws: ``LMDBError/notOpen(path:)`` when the environment could not be opened again.
    func requirePointer() throws(LMDBError) -> OpaquePointer {
        guard let handle = unsafe handle else { throw .notOpen(path: path) }
        return unsafe handle
    }

    /// Opens the environment again if that failed before.
    ///
    /// - Throws: What keeps it from being opened.
    func ensureOpen() throws(LMDBError) {
        guard !isOpen.load(ordering: .acquiring) else { return }
        try gate.withoutTransactions { () throws(LMDBError) in
            if unsafe handle == nil { try reopen() }
        }
    }

    /// Closes the environment and opens it again, as the last commit left it; call it with the gate held exclusively.
    ///
    /// Tables keep their handles: those of an environment are counted as they are opened.
    ///
    /// - Throws: What keeps it from being opened; it is tried again before the next transaction.
    func reopen() throws(LMDBError) {
        closeHandle()
        let size = mapSize.withLock { $0 }
        let pointer = try unsafe Self.openHandle(at: path, options: options, mapSize: size)
        do throws(LMDBError) {
            try unsafe requireAllCommits(in: pointer)
            try unsafe openTables(pointer)
        } catch {
            unsafe mdb_env_close(pointer)
            throw error
        }
        unsafe handle = pointer
        openings.wrappingAdd(1, ordering: .relaxed)
        isOpen.store(true, ordering: .releasing)
    }

    private func closeHandle() {
        guard let open = unsafe handle else { return }
        unsafe handle = nil
        isOpen.store(false, ordering: .releasing)
        unsafe mdb_env_close(open)
    }

    /// Opens all tables again, in one transaction that only reads.
    private func openTables(_ pointer: OpaquePointer) throws(LMDBError) {
        var begun: OpaquePointer?
        try LMDBError.check(.begin, unsafe mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &begun))
        for name in tableNames.withLock({ $0 }) {
            var table: MDB_dbi = 0
            let status = unsafe mdb_dbi_open(begun, name, 0, &table)
            guard status == MDB_SUCCESS else {
                unsafe mdb_txn_abort(begun)
                throw LMDBError(.openTable, code: status)
            }
        }
        // "After a successful commit the handle will reside in the shared environment."
        try LMDBError.check(.commit, unsafe mdb_txn_commit(begun))
    }

    private static func openHandle(
        at directory: FilePath,
        options: EnvironmentOptions,
        mapSize: Int
    ) throws(LMDBError) -> OpaquePointer {
        var created: OpaquePointer?
        try LMDBError.check(.createEnvironment, unsafe mdb_env_create(&created))
        guard let pointer = unsafe created else {
            throw .unexpected(call: .createEnvironment, code: MDB_SUCCESS)
        }
        do throws(LMDBError) {
            try unsafe configure(pointer, options: options, mapSize: mapSize)
            try unsafe openFiles(pointer, at: directory)
            try OpenEnvironments.synchronise(directory)
        } catch {
            // "mdb_env_close() must be called to discard the MDB_env handle" after a failure to open, too.
            unsafe mdb_env_close(pointer)
            throw error
        }
        return unsafe pointer
    }

    /// Returns the map's size, which an existing file may have made larger than the options say.
    private static func mapSize(of pointer: OpaquePointer) -> Int {
        var information = unsafe MDB_envinfo()
        // LMDB: it fails on null arguments only.
        unsafe mdb_env_info(pointer, &information)
        return unsafe information.me_mapsize
    }

    private static func configure(
        _ pointer: OpaquePointer,
        options: EnvironmentOptions,
        mapSize: Int
    ) throws(LMDBError) {
        try LMDBError.check(.setMapSize, unsafe mdb_env_set_mapsize(pointer, mapSize))
        try LMDBError.check(.configureEnvironment, unsafe mdb_env_set_maxdbs(pointer, UInt32(options.maximumTables)))
        let readers = UInt32(options.maximumReaders)
        try LMDBError.check(.configureEnvironment, unsafe mdb_env_set_maxreaders(pointer, readers))
    }

    private static func openFiles(_ pointer: OpaquePointer, at directory: FilePath) throws(LMDBError) {
        let flags = UInt32(MDB_NOTLS | MDB_NOMETASYNC | MDB_NORDAHEAD)
        let status = unsafe directory.withPlatformString { unsafe mdb_env_open(pointer, $0, flags, 0o600) }
        try LMDBError.check(.openEnvironment, status)
        try LMDBError.check(.checkReaders, unsafe mdb_reader_check(pointer, nil))
    }
}
