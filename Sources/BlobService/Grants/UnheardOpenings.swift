import BlobModel
import FoundationEssentials
import Synchronization

/// The attempts to open grants of whose outcome the node has heard nothing, for the next request by the same URL.
///
/// The front may have opened the grant for such an attempt, and gives leave to no other. A grant is good once all the
/// same: an attempt belongs to one request at a time, which takes it out of here, and puts it back only if it was given
/// no leave.
final class UnheardOpenings: Sendable {
    private struct Opening {
        let attempt: UploadAttemptID
        let expires: Int64
    }

    private let openings = Mutex<[ReferenceID: Opening]>([:])

    /// How many there are.
    var count: Int { openings.withLock { $0.count } }

    /// Takes the attempt that a request goes on with, or makes a new one.
    func take(for url: SignedUpload) -> UploadAttemptID {
        openings.withLock { $0.removeValue(forKey: url.permit.reference)?.attempt } ?? .random()
    }

    /// Puts an attempt back of which nothing was heard; those by URLs that are not good any more go.
    func put(_ attempt: UploadAttemptID, for url: SignedUpload, now: Date) {
        let horizon = Int64(now.timeIntervalSince1970) - SignedUpload.skew.components.seconds
        openings.withLock { openings in
            openings = openings.filter { $0.value.expires >= horizon }
            openings[url.permit.reference] = Opening(attempt: attempt, expires: url.expires)
        }
    }
}
