import BlobAPI
import FoundationEssentials
import Synchronization

/// The time in which a front gives no opened grant up, since nodes could say nothing to it before.
///
/// It begins with the front, and again whenever looks were missing for long: while the database was away or full, or the
/// machine stood still, no word of a node was written down, and that a grant was not heard of says nothing then.
final class PrunerRest: Sendable {
    /// The seconds for which it lasts: nodes have said by then what goes on.
    static let length = 3 * (GrantRenewal.pause / .seconds(1))

    /// The seconds between two looks after which it begins again: a few of the pruner's pauses.
    static let longestGap = 180.0

    private struct Instants {
        /// When it began.
        var began: Date
        /// When the last look began that came to its end.
        var look: Date
    }

    private let instants: Mutex<Instants>

    /// Begins a rest.
    init(began: Date) {
        instants = Mutex(Instants(began: began, look: began))
    }

    /// Tells whether it is over; it begins again where there was no look for too long.
    func isOver(at now: Date) -> Bool {
        instants.withLock { instants in
            if now.timeIntervalSince(instants.look) > Self.longestGap { instants.began = now }
            return now.timeIntervalSince(instants.began) > Self.length
        }
    }

    /// Takes note of a look that came to its end.
    ///
    /// - Parameter began: The instant at which it began: where it took long, the database was away meanwhile.
    func note(lookAt began: Date) {
        instants.withLock { $0.look = began }
    }
}
