import Glibc
import Synchronization
import SystemPackage

/// The indexes that a node has refused, so that it looks at none over and over for nothing.
///
/// A look reads all of the file, with the shard locked, and whoever makes the index again needs the lock. So one is looked at
/// again when its file has changed; and, since a disk may be well again without that, after a while that is long beside what
/// the look took.
final class RefusedIndexes: Sendable {
    /// How many times as long as a look the while after it is: so a hundredth of the time goes into looks at most.
    private static let restraint = 100
    /// The bounds of that while.
    private static let pauses = Duration.seconds(60)...Duration.seconds(3_600)

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

    /// A look at the index of a shard, from its beginning on.
    struct Look: Sendable {
        /// The shard's directory.
        let directory: FilePath

        /// The file before the look; nil when there was none.
        let stamp: Stamp?

        /// When it began.
        let start: ContinuousClock.Instant
    }

    private struct Refusal: Sendable {
        let stamp: Stamp
        let end: ContinuousClock.Instant
    }

    private let refusals = Mutex<[FilePath: Refusal]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Begins with none.
    ///
    /// - Parameter now: Returns the present.
    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Tells whether the index of a shard was refused, has not changed since, and is not to be looked at again yet.
    func contains(indexOf directory: FilePath) -> Bool {
        guard let stamp = Stamp(ofShardAt: directory) else { return false }
        let instant = now()
        return refusals.withLock { refusals in
            guard let refusal = refusals[directory] else { return false }
            return refusal.stamp == stamp && instant < refusal.end
        }
    }

    /// Begins a look at the index of a shard.
    func look(at directory: FilePath) -> Look {
        Look(directory: directory, stamp: Stamp(ofShardAt: directory), start: now())
    }

    /// Notes that an index was refused.
    ///
    /// An index that has taken the place of the one that was looked at is not refused; the look itself may write the first pages
    /// of that again.
    ///
    /// - Parameter look: The look that has ended so.
    func insert(after look: Look) {
        guard let former = look.stamp, let stamp = Stamp(ofShardAt: look.directory), stamp.isSameFile(as: former) else {
            return
        }
        let instant = now()
        let pause = look.start.duration(to: instant) * Self.restraint
        let end = instant + min(max(pause, Self.pauses.lowerBound), Self.pauses.upperBound)
        refusals.withLock { $0[look.directory] = Refusal(stamp: stamp, end: end) }
    }
}
