import Glibc
import Synchronization
import SystemPackage

/// The directories whose environments this process has open.
///
/// LMDB: "Do not have open an LMDB database twice in the same process at the same time." Closing the second handle
/// would drop the locks of the first.
enum OpenEnvironments {
    /// A directory's identity, the same under all of its names.
    struct Identity: Hashable, Sendable {
        /// The device that holds the directory.
        let device: UInt64
        /// The directory's number there.
        let inode: UInt64
    }

    private static let identities = Mutex<Set<Identity>>([])

    /// Notes that the environment in a directory is being opened.
    ///
    /// - Parameter directory: An existing directory.
    /// - Returns: The identity to give to ``leave(_:)``.
    /// - Throws: ``LMDBError/alreadyOpen(path:)``, or ``LMDBError/system(call:errno:)`` when there is no directory.
    static func enter(_ directory: FilePath) throws(LMDBError) -> Identity {
        var status = stat()
        let result = unsafe directory.withPlatformString { unsafe stat($0, &status) }
        guard result == 0 else {
            throw .system(call: .directory, errno: Errno(rawValue: errno))
        }
        let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        guard identities.withLock({ $0.insert(identity).inserted }) else {
            throw .alreadyOpen(path: directory)
        }
        return identity
    }

    /// Notes that an environment was closed.
    static func leave(_ identity: Identity) {
        _ = identities.withLock { $0.remove(identity) }
    }

    /// Makes the entries of a directory durable: LMDB makes its files but does not see to that.
    static func synchronise(_ directory: FilePath) throws(LMDBError) {
        let descriptor = unsafe directory.withPlatformString { unsafe open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw .system(call: .directory, errno: Errno(rawValue: errno))
        }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .system(call: .directory, errno: Errno(rawValue: errno))
        }
    }
}
