import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import ICalendar
import ManagedAttachments
import SQLDatabase

/// What the database says, before a PUT is stored, of the files that stand in its data.
struct InlineSurvey: Sendable {
    /// Whether the data is that of the owner's own, and not of an event to which another invites.
    let mayAttach: Bool

    /// What the object links now.
    let linked: [Attachment]

    /// The octets that the quota leaves.
    let room: UInt64

    /// The epoch of the shard map, if there is one.
    let epoch: UInt64?

    /// Looks at the object that a PUT replaces, and at the home.
    ///
    /// - Throws: `CalendarObjectError` for stored data that is not valid; `SQLError`.
    init(of write: ObjectWrite, _ dependencies: FrontDependencies, in txn: any SQLTransaction) throws {
        let old = try dependencies.calendars.object(named: write.name, in: write.calendar.id, in: txn)
        let resource = try old.map { try CalendarObjectResource(parsing: $0.data) }
        let addresses = write.owner.calendarUserAddresses
        mayAttach = SchedulingRole(in: write.new, replacing: resource, ownerAddresses: addresses) != .attendee
        linked =
            try old.map { old in
                try dependencies.attachments.linkedAttachments(of: LinkedObjectID(old.id.text), in: txn)
                    .filter { $0.withdrawal == nil }
            } ?? []
        room = try AttachmentQuota(dependencies).room(in: DedupDomain(write.owner.home), txn)
        epoch = try dependencies.deployment.shardMapEpoch(in: txn)
    }

    /// Returns the attachment that the object links already and that is the same file, if there is one.
    ///
    /// A client that puts again what it had before makes no second one.
    func attachment(sameAs file: InlineAttachment) -> Attachment? {
        let alike = linked.filter { attachment in
            attachment.size == UInt64(file.content.size) && attachment.mediaType == file.label.mediaType
                && attachment.filename == file.label.filename
        }
        guard !alike.isEmpty else { return nil }
        var hasher = ContentHasher()
        for piece in file.content.pieces { hasher.update(piece.span) }
        let blob = hasher.finalise()
        return alike.first { $0.blob == blob }
    }
}
