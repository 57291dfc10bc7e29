import AttachmentStore
import FoundationEssentials
import HTTPSemantics
import ManagedAttachments
import SQLDatabase

/// attachment-update: the body becomes a new attachment in the place of an old one (RFC 8607 §3.5).
///
/// Other resources that share the old attachment keep it.
struct UpdateAttachment: UploadAction {
    /// The identity that the new attachment will have.
    let id: AttachmentID

    /// The managed ID that the request names.
    let old: ManagedID

    /// The media type of the body.
    let contentType: HTTPSemantics.MediaType?

    /// The file name of the body, which without one is that of the old attachment.
    let disposition: ContentDisposition?

    /// The rules of attachments.
    let planner: AttachmentPlanner

    /// The store of attachments, which knows the file name of the old one.
    let store: AttachmentStore

    /// The instant of the change.
    var now: Date

    /// The old attachment.
    var replaced: ManagedID? { old }

    /// Makes the same action at another instant.
    func at(_ now: Date) -> Self {
        var action = self
        action.now = now
        return action
    }

    /// Plans the change of every ATTACH with the old managed ID.
    func plan(on target: AttachmentTarget, size: UInt64, in txn: any SQLTransaction) throws -> PlannedAction {
        let attachment = ManagedAttachment(
            id: ManagedID(id.text),
            label: try label(in: txn),
            size: size,
            uris: planner.uris
        )
        let plan = try planner.update(old, with: attachment, in: target.resource, as: target.role, now: now)
        return PlannedAction(plan, of: target, adding: attachment)
    }

    private func label(in txn: any SQLTransaction) throws -> AttachmentLabel {
        let previous = try AttachmentID(parsing: old.text).flatMap { try store.attachment($0, in: txn) }
        return AttachmentLabel(
            contentType: contentType,
            disposition: disposition,
            previousFilename: previous?.filename
        )
    }
}
