import Glibc
import Synchronization
import SystemPackage

/// The damaged indexes at which a node has looked, so that it looks at none again before its file has changed.
///
/// A look reads all of the file, with the shard locked, and whoever makes the index again needs the lock.
final class RefusedIndexes: Sendable {
    /// What tells the file of an index from another one in its place, and from itself after a change.
    struct Stamp: Hashable, Sendable {
        private let device: UInt64
        private let inode: UInt64
        private let byteCount: Int64
        private let seconds: Int
        private let nanoseconds: Int

        /// Looks at the file of a shard's index; nil when there is none to be seen.
        init?(ofShardAt directory: FilePath) {
            var status = stat()
            let path = directory.appending("index").appending("data.mdb")
            guard unsafe path.withPlatformString({ unsafe stat($0, &status) }) == 0 else { return nil }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            byteCount = Int64(status.st_size)
            seconds = Int(status.st_mtim.tv_sec)
            nanoseconds = Int(status.st_mtim.tv_nsec)
        }

        /// Tells whether another stamp is of the same file at the same size, written since or not.
        func isSameFile(as other: Stamp) -> Bool {
            device == other.device && inode == other.inode && byteCount == other.byteCount
        }
    }

    private let stamps = Mutex<[FilePath: Stamp]>([:])

    /// Begins with none.
    init() {}

    /// Tells whether the index of a shard was refused and has not changed since.
    func contains(indexOf directory: FilePath) -> Bool {
        guard let stamp = Stamp(ofShardAt: directory) else { return false }
        return stamps.withLock { $0[directory] == stamp }
    }

    /// Notes that the index of a shard was refused.
    ///
    /// - Parameters:
    ///   - directory: The shard's directory.
    ///   - former: Its stamp before the look, which may write the first pages again; an index that took the place of that one
    ///     is not refused.
    func insert(indexOf directory: FilePath, before former: Stamp?) {
        guard let former, let stamp = Stamp(ofShardAt: directory), stamp.isSameFile(as: former) else { return }
        stamps.withLock { $0[directory] = stamp }
    }
}
