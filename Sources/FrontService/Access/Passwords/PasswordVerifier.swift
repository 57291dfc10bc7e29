import Cryptography
import NIOPosix
import Synchronization

/// Verifies passwords on threads of its own, since scrypt blocks a thread for tens of milliseconds by design.
///
/// Each verification takes the memory of the hash (32 MiB as made here), so the number of threads bounds the memory.
final class PasswordVerifier: Sendable {
    private let pool: NIOThreadPool
    private let capacity: Int
    private let admitted = Mutex(0)

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - threads: The number of verifications at a time.
    ///   - capacity: The number of verifications that may run or wait; more are refused.
    init(threads: Int, capacity: Int) {
        pool = NIOThreadPool(numberOfThreads: threads)
        self.capacity = capacity
        pool.start()
    }

    deinit {
        pool.shutdownGracefully { _ in }
    }

    /// Returns whether a password matches a stored hash; nil stands for an unknown user and takes as long.
    ///
    /// - Throws: ``AuthenticationError/busy`` when too many wait.
    func matches(_ password: String, storedHash: String?) async throws -> Bool {
        guard admit() else { throw AuthenticationError.busy }
        defer { admitted.withLock { $0 -= 1 } }
        return try await pool.runIfActive {
            guard let storedHash, let hash = PasswordHash(parsing: storedHash) else {
                _ = PasswordHash(hashing: password)
                return false
            }
            return hash.matches(password)
        }
    }

    private func admit() -> Bool {
        admitted.withLock { count in
            guard count < capacity else { return false }
            count += 1
            return true
        }
    }
}
