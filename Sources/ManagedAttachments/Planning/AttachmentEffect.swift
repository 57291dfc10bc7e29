/// What a caller does together with storing the planned data, in one transaction and in the order of the plan.
package enum AttachmentEffect: Hashable, Sendable {
    /// The attachment was removed within the grace and is live again; a link follows.
    case restore(ManagedID)
    /// The attachment is linked to this calendar object resource.
    case link(ManagedID)
    /// The bytes of an attachment of another home are copied into this home, with a reference and quota of their own,
    /// and the copy is linked to this calendar object resource.
    ///
    /// The copy has the identity that the caller gave in the standing: the original's, or one of its own.
    case copyIntoHome(of: ManagedID, as: ManagedAttachment)
    /// The attachment's link to this calendar object resource is dropped.
    case unlink(ManagedID)
    /// The scheduling messages are sent that a PUT of the planned data would send (attachments draft-01 §3.11.6).
    ///
    /// Only plans of a POST have it: a PUT schedules without being told.
    case sendSchedulingMessages

    /// Whether an attachment loses a link.
    package var isUnlink: Bool {
        guard case .unlink = self else { return false }
        return true
    }
}
