import Synchronization

/// Room for plans that wait for bodies, shared by all requests.
///
/// Nobody waits for it: a plan that finds no room is made again once its body is there, which costs time and nothing else.
final class PlanRoom: Sendable {
    /// A part of the room, given back when nobody holds it any more.
    final class Share: Sendable {
        private let room: PlanRoom
        private let octets: Int

        fileprivate init(of room: PlanRoom, octets: Int) {
            self.room = room
            self.octets = octets
        }

        deinit {
            room.taken.withLock { $0 -= octets }
        }
    }

    private let octets: Int
    private let taken = Mutex(0)

    /// Makes room that is free.
    ///
    /// - Parameter octets: The most octets of all plans together.
    init(octets: Int) {
        self.octets = octets
    }

    /// Takes a part of the room, or returns nil where so much is not free.
    func take(_ count: Int) -> Share? {
        let isFree = taken.withLock { taken in
            guard count <= octets - taken else { return false }
            taken += count
            return true
        }
        return isFree ? Share(of: self, octets: count) : nil
    }
}
