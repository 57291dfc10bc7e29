import BlobModel
import CalendarStore
import ServiceSupport

/// A plan that was made before the body came, kept for the transaction that stores it.
///
/// Every other write waits while that is open: what need not be calculated there is not. A plan is good for exactly the
/// data, the owner, and the size that it was made from.
struct AdmittedPlan: Sendable {
    /// The most octets of data that are kept without taking room that all requests share.
    static let freeOctets = 64 << 10

    private let object: ObjectID
    private let etag: String
    private let ownerAddresses: [String]
    private let size: UInt64
    private let planned: PlannedAction
    private let share: BudgetShare?

    /// Keeps a plan while a body comes, which may take its time; nil where there is no room for its data.
    ///
    /// - Parameters:
    ///   - planned: The plan.
    ///   - place: The resource that it was made for.
    ///   - size: The octets of the body that it was made for.
    ///   - room: The room for data that is not small, of which each home has a share.
    init?(_ planned: PlannedAction, at place: AttachmentPlace, size: UInt64, in room: SharedBudget<DedupDomain>) {
        let octets = planned.object.data.count
        share = octets > Self.freeOctets ? room.takeFree(octets, for: place.domain) : nil
        guard share != nil || octets <= Self.freeOctets else { return nil }
        object = place.object.id
        etag = place.object.etag
        ownerAddresses = place.ownerAddresses
        self.size = size
        self.planned = planned
    }

    /// Returns the plan, or nil where the resource or the body is another than it was made for.
    func plan(at place: AttachmentPlace, size: UInt64) -> PlannedAction? {
        let isSame = place.object.id == object && place.object.etag == etag
        return isSame && place.ownerAddresses == ownerAddresses && size == self.size ? planned : nil
    }
}
