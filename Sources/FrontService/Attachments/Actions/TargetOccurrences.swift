import CalendarStore
import FoundationEssentials

/// When a time range may match the resource of a POST, calculated before the transaction that stores it.
///
/// Every other write waits while that is open. An action changes attachments, never times.
struct TargetOccurrences: Sendable {
    private let object: ObjectID
    private let etag: String
    private let entry: OccurrenceIndexEntry

    /// Calculates the entry of a resource as it was read.
    init(_ target: AttachmentTarget, now: Date) {
        object = target.object.id
        etag = target.object.etag
        entry = OccurrenceIndexEntry(indexing: target.resource, now: now)
    }

    /// Returns the entry of the resource, which is left to the ``OccurrenceIndexer`` where it is another one by now.
    func entry(for target: AttachmentTarget) -> OccurrenceIndexEntry {
        target.object.id == object && target.object.etag == etag ? entry : .notIndexed
    }
}
