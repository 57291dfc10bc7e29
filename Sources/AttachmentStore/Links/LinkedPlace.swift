/// Where a link was: the object, its collection, and the instances that had the attachment.
///
/// It is what a removal remembers, so that the attachment can be put back where it was.
package struct LinkedPlace: Hashable, Sendable {
    /// The object whose data carried the managed ID.
    package let object: LinkedObjectID

    /// The identity of the calendar that the object was in, opaque to this store; empty where it is not known.
    package let place: String

    /// The instances that had the attachment: empty for all of them, otherwise RECURRENCE-ID values separated by commas,
    /// with `M` for the master.
    package let instances: String

    /// Creates the place of a link.
    package init(object: LinkedObjectID, place: String, instances: String) {
        self.object = object
        self.place = place
        self.instances = instances
    }
}
