import ServiceSupport
import AttachmentStore
import ManagedAttachments

extension AttachmentPlanner {
    /// Makes the planner of a front, with its limits and its public URL.
    init(_ configuration: FrontConfiguration) {
        guard let uris = AttachmentURIScheme(publicURL: configuration.publicURL.string) else {
            preconditionFailure("A service URL is an absolute http or https URL.")
        }
        let limits = AttachmentLimits(
            maximumSize: configuration.attachments.maximumSize,
            maximumPerResource: configuration.attachments.maximumPerResource,
            maximumResourceSize: configuration.maximumResourceSize
        )
        self.init(limits: limits, uris: uris)
    }

    /// Returns what an ATTACH property says of an attachment that is stored.
    func description(of attachment: Attachment) -> ManagedAttachment {
        ManagedAttachment(
            id: ManagedID(attachment.id.text),
            label: AttachmentLabel(mediaType: attachment.mediaType, filename: attachment.filename),
            size: attachment.size,
            uris: uris
        )
    }
}
