import BlobModel
import KeyValueIndex
import Synchronization

/// Where small blobs were found, for as long as the index is what it was.
///
/// Who fetches what was fetched a moment ago needs neither a snapshot of the index nor the blob's manifest. Every commit
/// of the index makes all of it void, so that what is released, moved, or found damaged is never told from here.
final class RecentPlaces: Sendable {
    /// Where a blob was found.
    struct Place: Sendable {
        /// The chunks, neighbours together.
        let runs: [[LocatedSlice]]

        /// When their bytes were last seen to be in memory.
        var cachedAt: ContinuousClock.Instant?
    }

    private struct State {
        var version: EnvironmentVersion?
        var places: [ChunkKey: Place] = [:]
    }

    private let limit: Int
    private let state = Mutex(State())

    /// Makes a memory of nothing.
    ///
    /// - Parameter limit: The most blobs to remember, each of which takes less than 1 KiB.
    init(limit: Int = 1_024) {
        self.limit = limit
    }

    /// Returns where a blob is.
    ///
    /// - Parameters:
    ///   - blob: The blob, by its content ID.
    ///   - version: The version of the index now.
    /// - Returns: The place; nil when it is not known.
    func place(of blob: ChunkKey, at version: EnvironmentVersion) -> Place? {
        state.withLock { $0.version == version ? $0.places[blob] : nil }
    }

    /// Remembers where a blob is.
    ///
    /// - Parameters:
    ///   - place: Where it was found.
    ///   - blob: The blob, by its content ID.
    ///   - version: The version of the first snapshot of the index in which it was looked for.
    func keep(_ place: Place, of blob: ChunkKey, at version: EnvironmentVersion) {
        state.withLock { state in
            if state.version != version || state.places.count >= limit { state.places.removeAll(keepingCapacity: true) }
            state.version = version
            state.places[blob] = place
        }
    }
}
