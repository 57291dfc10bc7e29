import AttachmentStore
import ManagedAttachments

extension AttachmentExchange {
    /// Makes what becomes of the body of the request; nil where the request has none, as a removal.
    ///
    /// - Parameter id: The identity that the attachment will have.
    /// - Returns: The addition or the update.
    func uploadAction(as id: AttachmentID) -> (any UploadAction)? {
        let planner = dependencies.planner
        switch head.action {
        case .add(let instances):
            return AddAttachment(
                id: id,
                instances: instances,
                label: AttachmentLabel(contentType: head.contentType, disposition: head.disposition),
                planner: planner,
                now: received
            )
        case .update(let old):
            return UpdateAttachment(
                id: id,
                old: old,
                contentType: head.contentType,
                disposition: head.disposition,
                planner: planner,
                store: dependencies.attachments,
                now: received
            )
        case .remove: return nil
        }
    }
}
