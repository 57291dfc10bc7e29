import FoundationEssentials
import Synchronization

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let time: Mutex<Date>

    /// Makes a clock that shows the same time in every run.
    init() {
        time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    }

    /// The time that it shows.
    var now: Date { time.withLock { $0 } }

    /// Moves the clock.
    func advance(by seconds: Double) {
        time.withLock { $0 = $0.addingTimeInterval(seconds) }
    }
}
