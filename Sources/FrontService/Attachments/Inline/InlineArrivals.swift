import AttachmentStore
import ManagedAttachments

/// What became of the files that stand in the data of a PUT, before it is stored.
struct InlineArrivals: Sendable {
    /// A file whose octets were stored for the PUT.
    struct Stored: Sendable {
        /// The attachment that it becomes.
        let attachment: Attachment

        /// Its octets, under the attachment's first reference.
        let copy: StoredCopy
    }

    /// What was stored, by its managed ID.
    private(set) var stored: [AttachmentID: Stored] = [:]

    /// The attachments of the object that stand for files again.
    private(set) var known: Set<AttachmentID> = []

    /// What the ATTACH properties at these positions of the data say.
    private(set) var descriptions: [Int: ManagedAttachment] = [:]

    /// Whether all files stay in the data.
    var isEmpty: Bool { descriptions.isEmpty }

    /// Has an attachment that the object links already stand for a file.
    mutating func use(_ id: AttachmentID, _ description: ManagedAttachment, for file: InlineAttachment) {
        known.insert(id)
        for position in file.positions { descriptions[position] = description }
    }

    /// Has a new attachment stand for a file.
    mutating func add(_ new: Stored, _ description: ManagedAttachment, for file: InlineAttachment) {
        stored[new.attachment.id] = new
        for position in file.positions { descriptions[position] = description }
    }
}
