import Synchronization

/// The damage that was met in an open index, and who is to be told of it.
///
/// The structure of an index was sound when it was opened; the disk may change that under it.
final class IndexDamage: Sendable {
    /// Who is told.
    typealias Listener = @Sendable (BlobStoreError) -> Void

    private struct State {
        var error: BlobStoreError?
        var listener: Listener?
    }

    private let state = Mutex(State())

    /// Begins with an index that is sound.
    init() {}

    /// The first damage that was met, or nil.
    var error: BlobStoreError? { state.withLock { $0.error } }

    /// Notes an error if it says that the index is damaged, and tells whoever listens of the first one.
    ///
    /// - Parameter error: What a transaction threw, which has ended.
    func note(_ error: BlobStoreError) {
        guard error.isIndexDamaged else { return }
        let listener = state.withLock { state -> Listener? in
            guard state.error == nil else { return nil }
            state.error = error
            return state.listener
        }
        listener?(error)
    }

    /// Calls somebody once, on any thread: at the first damage, or now if there was one.
    ///
    /// - Parameter listener: Whom to call, instead of whoever was to be called before.
    func listen(_ listener: @escaping Listener) {
        let error = state.withLock { state in
            state.listener = listener
            return state.error
        }
        if let error { listener(error) }
    }
}
