import DurableIO
import Synchronization
import SystemPackage

/// The shards that a node has refused for what is in their files, so that it looks at none over and over for nothing.
///
/// A look reads all of the index, or of a log without one, with the shard locked, and whoever mends the shard needs the lock. So
/// one is looked at again when a file of its index or log has changed; and, since a disk may be well again without that, after a
/// while that is long beside what the look took.
final class RefusedShards: Sendable {
    /// How many times as long as a look the while after it is: so a hundredth of the time goes into looks at most.
    private static let restraint = 100
    /// The bounds of that while.
    private static let pauses = Duration.seconds(60)...Duration.seconds(3_600)

    /// What tells the files of a shard's index and log from themselves after a change.
    struct Stamp: Hashable, Sendable {
        private let files: [FilePath: FileStamp]

        /// Looks at the files of a shard.
        init(ofShardAt directory: FilePath) {
            let log = directory.appending("segments")
            // A log that cannot be listed is one without files; it has changed when it can be.
            let segments = (try? LocalFileSystem().list(at: log))?.map { log.appending($0) } ?? []
            let paths = segments + [directory.appending("index").appending("data.mdb")]
            let stamps = paths.compactMap { path in FileStamp(of: path).map { (path, $0) } }
            files = Dictionary(stamps) { first, _ in first }
        }

        /// Tells whether another stamp is of the same files at the same sizes, written since or not.
        func hasSameFiles(as other: Stamp) -> Bool {
            files.count == other.files.count
                && files.allSatisfy { path, file in other.files[path].map { $0.isSameFile(as: file) } ?? false }
        }
    }

    /// A look at a shard, from its beginning on.
    struct Look: Sendable {
        /// The shard's directory.
        let directory: FilePath

        /// The files before the look.
        let stamp: Stamp

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

    /// Tells whether a shard was refused, has not changed since, and is not to be looked at again yet.
    func contains(shardAt directory: FilePath) -> Bool {
        guard let refusal = refusals.withLock({ $0[directory] }), now() < refusal.end else { return false }
        return refusal.stamp == Stamp(ofShardAt: directory)
    }

    /// Begins a look at a shard.
    func look(at directory: FilePath) -> Look {
        Look(directory: directory, stamp: Stamp(ofShardAt: directory), start: now())
    }

    /// Notes that a shard was refused.
    ///
    /// One of which a file has come into the place of another meanwhile is not refused: nobody has looked at that. Nor is one of
    /// which the look itself has changed the size of a file, as it does once where it enters into the index what is before a
    /// damage of the log. What the look only writes again, such as the first pages of the index, is no change.
    ///
    /// - Parameter look: The look that has ended so.
    func insert(after look: Look) {
        let stamp = Stamp(ofShardAt: look.directory)
        guard stamp.hasSameFiles(as: look.stamp) else { return }
        let instant = now()
        let pause = look.start.duration(to: instant) * Self.restraint
        let end = instant + min(max(pause, Self.pauses.lowerBound), Self.pauses.upperBound)
        refusals.withLock { $0[look.directory] = Refusal(stamp: stamp, end: end) }
    }
}
