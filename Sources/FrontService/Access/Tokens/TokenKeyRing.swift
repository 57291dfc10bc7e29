import FoundationEssentials
import ServiceSupport
import Synchronization

/// The keys by which tokens are verified now, shared by all requests; replaced as a whole.
final class TokenKeyRing: Sendable {
    private let current: Mutex<[TokenKey]>

    /// Wakes the renewal: rung when a token names a key that is not here.
    let renewals = Bell()

    /// Makes a ring with the keys that the start has loaded, if any.
    init(_ keys: [TokenKey]) {
        current = Mutex(keys)
    }

    /// Whether there are keys.
    var isEmpty: Bool { current.withLock { $0.isEmpty } }

    /// Takes other keys in place of all.
    func replace(with keys: [TokenKey]) {
        current.withLock { $0 = keys }
    }

    /// Returns the keys for which a token with a header may have been signed.
    func keys(for header: TokenHeader) -> [TokenKey] {
        current.withLock { keys in keys.filter { $0.fits(header) } }
    }
}
