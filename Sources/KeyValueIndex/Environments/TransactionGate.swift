import Glibc
import Synchronization

/// Lets transactions through together, and a change of the map alone.
///
/// LMDB allows `mdb_env_set_mapsize` only "if no transactions are active in this process", and "does not check for this
/// condition". Transactions therefore hold the gate shared, and the growth of the map holds it exclusively; a waiting
/// growth goes before later transactions.
///
/// A thread may have one transaction at a time. A second one inside the first could wait for ever for a growth that waits
/// for the first one; it traps in a debug build, where the threads are noted. In a release a small read spent a quarter of
/// its time on that note.
@safe
final class TransactionGate: @unchecked Sendable {
    // Sendable: the lock is made for use by several threads and stays at its address until the gate ends.
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>
    private let open = Atomic<Int>(0)
    #if DEBUG
    private let threads = Mutex<Set<pthread_t>>([])
    #endif

    /// Makes a gate through which nobody has gone.
    init() {
        unsafe lock = .allocate(capacity: 1)
        var attributes = pthread_rwlockattr_t()
        unsafe pthread_rwlockattr_init(&attributes)
        unsafe pthread_rwlockattr_setkind_np(
            &attributes,
            Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP)
        )
        let status = unsafe pthread_rwlock_init(lock, &attributes)
        precondition(status == 0, "A read-write lock could not be made.")
        unsafe pthread_rwlockattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_rwlock_destroy(lock)
        unsafe lock.deallocate()
    }

    /// The number of transactions open now.
    var count: Int { open.load(ordering: .relaxed) }

    /// Traps, in a debug build, where this thread has a transaction open: it would wait for itself.
    func requireNoTransaction() {
        #if DEBUG
        let isInside = threads.withLock { $0.contains(pthread_self()) }
        precondition(!isInside, "A transaction cannot begin inside another one of the same environment and thread.")
        #endif
    }

    /// Lets a transaction of this thread begin, after any growth of the map that waits already.
    func enter() {
        requireNoTransaction()
        #if DEBUG
        _ = threads.withLock { $0.insert(pthread_self()) }
        #endif
        open.wrappingAdd(1, ordering: .relaxed)
        let status = unsafe pthread_rwlock_rdlock(lock)
        precondition(status == 0, "The transaction gate has too many holders.")
    }

    /// Lets a transaction of this thread begin if it need not wait: no change of the map is under way, and none waits.
    ///
    /// - Returns: Whether it may begin, and ``leave()`` must follow.
    func enterIfFree() -> Bool {
        requireNoTransaction()
        guard unsafe pthread_rwlock_tryrdlock(lock) == 0 else { return false }
        #if DEBUG
        _ = threads.withLock { $0.insert(pthread_self()) }
        #endif
        open.wrappingAdd(1, ordering: .relaxed)
        return true
    }

    /// Notes that the transaction of this thread has ended.
    func leave() {
        unsafe pthread_rwlock_unlock(lock)
        open.wrappingSubtract(1, ordering: .relaxed)
        #if DEBUG
        _ = threads.withLock { $0.remove(pthread_self()) }
        #endif
    }

    /// Runs a body while no transaction is open.
    func withoutTransactions<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        let status = unsafe pthread_rwlock_wrlock(lock)
        precondition(status == 0, "The map cannot grow inside a transaction.")
        defer { unsafe pthread_rwlock_unlock(lock) }
        try body()
    }
}
