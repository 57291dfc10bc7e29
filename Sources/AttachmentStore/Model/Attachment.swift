package import BlobModel
package import FoundationEssentials

/// A managed attachment: bytes with a name, the same in every home that holds it.
///
/// Nothing of it ever changes but for the withdrawal; an update makes another attachment.
package struct Attachment: Hashable, Sendable {
    /// The managed ID.
    package let id: AttachmentID

    /// The content ID of the bytes.
    package let blob: ContentID

    /// The octets.
    package let size: UInt64

    /// The media type, `type/subtype` without parameters.
    package let mediaType: String

    /// The file name that clients see.
    package let filename: String

    /// The calendar home of the user who added it: never reused, as a user's name may be.
    package let creator: String

    /// The instant at which it was added.
    package let created: Date

    /// Why and when the server took the bytes away from everybody, or `nil`.
    package let withdrawal: Withdrawal?

    /// The attachment in whose place an update put this one, or `nil` for one that was added.
    package let replaces: AttachmentID?

    /// Creates an attachment from its parts.
    package init(
        id: AttachmentID,
        content: BlobDescription,
        labels: Labels,
        creator: String,
        created: Date,
        withdrawal: Withdrawal? = nil,
        replaces: AttachmentID? = nil
    ) {
        self.id = id
        blob = content.blob
        size = content.size
        mediaType = labels.mediaType
        filename = labels.filename
        self.creator = creator
        self.created = created
        self.withdrawal = withdrawal
        self.replaces = replaces
    }

    /// What clients are told about the bytes.
    package struct Labels: Hashable, Sendable {
        /// The media type, `type/subtype` without parameters.
        package let mediaType: String

        /// The file name.
        package let filename: String

        /// Creates the labels.
        package init(mediaType: String, filename: String) {
            self.mediaType = mediaType
            self.filename = filename
        }
    }

    /// The removal of an attachment by the server: malware, or an operator's decision.
    package struct Withdrawal: Hashable, Sendable {
        /// A sentence for those who could read the attachment.
        package let reason: String

        /// The instant of the withdrawal.
        package let date: Date

        /// Creates a withdrawal.
        package init(reason: String, date: Date) {
            self.reason = reason
            self.date = date
        }
    }
}
