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
    // Sendable: LMDB's environment handle may be used by several threads; the pointer never changes.
    /// LMDB's handle, open for as long as this object is held.
    let pointer: OpaquePointer
    /// The directory that holds the environment's two files.
    package let path: FilePath
    /// The sizes with which the environment was opened.
    package let options: EnvironmentOptions
    /// The order between transactions and the growth of the map.
    let gate = TransactionGate()
    /// The size of the map in bytes, changed with the gate held exclusively.
    let mapSize: Mutex<Int>
    private let identity: OpenEnvironments.Identity

    private init(
        pointer: OpaquePointer,
        path: FilePath,
        options: EnvironmentOptions,
        identity: OpenEnvironments.Identity
    ) {
        unsafe self.pointer = pointer
        self.path = path
        self.options = options
        self.identity = identity
        mapSize = Mutex(unsafe Self.mapSize(of: pointer))
    }

    deinit {
        unsafe mdb_env_close(pointer)
        OpenEnvironments.leave(identity)
    }

    /// Opens the environment in a directory, and makes it when the directory has none.
    ///
    /// The slots of readers that died with an earlier process are cleared.
    ///
    /// - Parameters:
    ///   - directory: An existing directory.
    ///   - options: The sizes.
    /// - Returns: The open environment.
    /// - Throws: ``LMDBError/alreadyOpen(path:)`` when this process has it open under any name,
    ///   ``LMDBError/damaged(call:code:)`` when the files are not an LMDB environment.
    package static func open(
        at directory: FilePath,
        options: EnvironmentOptions = EnvironmentOptions()
    ) throws(LMDBError) -> Environment {
        let identity = try OpenEnvironments.enter(directory)
        do throws(LMDBError) {
            let pointer = try unsafe openHandle(at: directory, options: options)
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
        try LMDBError.check(.synchronise, unsafe mdb_env_sync(pointer, 1))
    }

    private static func openHandle(
        at directory: FilePath,
        options: EnvironmentOptions
    ) throws(LMDBError) -> OpaquePointer {
        var created: OpaquePointer?
        try LMDBError.check(.createEnvironment, unsafe mdb_env_create(&created))
        guard let pointer = unsafe created else {
            throw .unexpected(call: .createEnvironment, code: MDB_SUCCESS)
        }
        do throws(LMDBError) {
            try unsafe configure(pointer, options: options)
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

    private static func configure(_ pointer: OpaquePointer, options: EnvironmentOptions) throws(LMDBError) {
        try LMDBError.check(.setMapSize, unsafe mdb_env_set_mapsize(pointer, options.mapSize))
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
