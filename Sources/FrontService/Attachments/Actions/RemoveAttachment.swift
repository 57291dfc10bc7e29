import FoundationEssentials
import ManagedAttachments
import SQLDatabase

/// attachment-remove: an attachment goes from every instance, or from named ones (RFC 8607 §3.6).
struct RemoveAttachment: AttachmentAction {
    /// The managed ID that the request names.
    let id: ManagedID

    /// The instances that lose the attachment.
    let instances: InstanceSelection

    /// The rules of attachments.
    let planner: AttachmentPlanner

    /// The instant of the change.
    let now: Date

    /// Plans the data without the attachment on those instances.
    func plan(on target: AttachmentTarget, size: UInt64, in txn: any SQLTransaction) throws -> PlannedAction {
        PlannedAction(
            try planner.remove(id, from: target.resource, as: target.role, instances: instances, now: now),
            of: target
        )
    }
}
