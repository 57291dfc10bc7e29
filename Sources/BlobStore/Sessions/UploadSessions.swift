import BlobModel
import Synchronization

/// The upload sessions of a shard that are in use, and how far the digests of the others have come.
///
/// Nothing of it is needed to go on with a session: a digest that is not here is computed again from the stored bytes.
final class UploadSessions: Sendable {
    private struct State {
        var claimed: Set<SessionKey> = []
        var digests: [SessionKey: SessionDigest] = [:]
        var order: [SessionKey] = []
    }

    private let state = Mutex(State())
    private let digestLimit: Int

    /// Makes a registry in which no session is in use.
    ///
    /// - Parameter digestLimit: The most digests to keep, of about 400 bytes each; at least 1.
    init(digestLimit: Int = 1_024) {
        precondition(digestLimit >= 1, "A registry keeps one digest at least.")
        self.digestLimit = digestLimit
    }

    /// The number of digests that are kept.
    var digestCount: Int { state.withLock { $0.digests.count } }

    /// Does some work with a session that nobody else can use meanwhile.
    ///
    /// - Parameters:
    ///   - key: The session.
    ///   - body: The work; it is given the digest that is kept, if there is one, and leaves the one to keep.
    /// - Returns: What the work returns.
    /// - Throws: ``UploadSessionError/busy(_:)``, and what the work throws.
    func using<Value: Sendable>(
        _ key: SessionKey,
        _ body: (inout SessionDigest?) async throws -> Value
    ) async throws -> Value {
        guard claim(key) else { throw UploadSessionError.busy(key.id) }
        var digest = state.withLock { $0.digests[key] }
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(&digest)) } catch { outcome = .failure(error) }
        release(key, keeping: digest)
        return try outcome.get()
    }

    private func claim(_ key: SessionKey) -> Bool {
        state.withLock { $0.claimed.insert(key).inserted }
    }

    private func release(_ key: SessionKey, keeping digest: SessionDigest?) {
        state.withLock { state in
            state.claimed.remove(key)
            state.order.removeAll { $0 == key }
            state.digests[key] = digest
            guard digest != nil else { return }
            state.order.append(key)
            guard state.order.count > digestLimit else { return }
            state.digests[state.order.removeFirst()] = nil
        }
    }
}
