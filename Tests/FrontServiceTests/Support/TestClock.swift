import FoundationEssentials
import Synchronization

/// A clock that stands still until it is told to go on.
final class TestClock: Sendable {
    private let instant = Mutex(Date(timeIntervalSince1970: 1_700_000_000))

    /// The instant now.
    var now: Date { instant.withLock { $0 } }

    /// Goes on by some seconds.
    func advance(by seconds: Double) {
        instant.withLock { $0 = $0.addingTimeInterval(seconds) }
    }
}
