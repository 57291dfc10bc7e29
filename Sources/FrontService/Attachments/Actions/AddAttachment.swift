import AttachmentStore
import FoundationEssentials
import HTTPSemantics
import ManagedAttachments
import SQLDatabase

/// attachment-add: the body becomes an attachment of every instance, or of named ones (RFC 8607 §3.4).
struct AddAttachment: UploadAction {
    /// The identity that the attachment will have.
    let id: AttachmentID

    /// The instances that get the attachment.
    let instances: InstanceSelection

    /// The media type and the file name of the body.
    let label: AttachmentLabel

    /// The rules of attachments.
    let planner: AttachmentPlanner

    /// The instant of the change.
    var now: Date

    /// Nothing goes.
    var replaced: ManagedID? { nil }

    /// Makes the same action at another instant.
    func at(_ now: Date) -> Self {
        var action = self
        action.now = now
        return action
    }

    /// Plans one ATTACH more on the component of every instance that gets it.
    func plan(on target: AttachmentTarget, size: UInt64, in txn: any SQLTransaction) throws -> PlannedAction {
        let attachment = ManagedAttachment(id: ManagedID(id.text), label: label, size: size, uris: planner.uris)
        let plan = try planner.add(
            attachment,
            to: target.resource,
            as: target.role,
            instances: instances,
            now: now
        )
        return PlannedAction(plan, of: target, adding: attachment)
    }
}
