/// What the caller knows of an attachment that new data mentions and that is not linked to the resource yet.
package enum AttachmentStanding: Hashable, Sendable {
    /// No such attachment exists, or its bytes were collected already.
    case unknown
    /// This user may link it here: he created it, or a calendar of this home that he may write has it.
    case linkable(ManagedAttachment)
    /// This user created it, and it belongs to another home.
    ///
    /// The operand is the copy that this home shall have: with the managed ID and URI of the original where the store
    /// can keep both, or else with a new managed ID.
    case linkableFromOtherHome(ManagedAttachment)
    /// It exists and is not this user's to link.
    case foreign
    /// This user may link it, and its last link was dropped within the grace.
    case removedWithinGrace(ManagedAttachment)
    /// This user may link it, and the server took its bytes away from everybody; its URI answers why.
    ///
    /// attachments draft-01 §3.11.5: servers that remove attachment data "SHOULD NOT modify calendar data referencing those
    /// attachments". So new data that references it is no reason for a refusal.
    case withdrawn(ManagedAttachment)
}
