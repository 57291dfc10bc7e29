import AttachmentStore

/// What a principal may know and have of an attachment.
enum AttachmentDecision: Hashable, Sendable {
    /// The bytes, from the home through which the principal reads it.
    case readable(HeldAttachment)
    /// It is there, but not for this principal.
    case denied
    /// The principal could read it; it is gone, and the sentence says why.
    case removed(reason: String)
    /// There is none, or none that the principal may know of.
    case unknown

    /// The reason for an attachment that went with its last link.
    static let removedByUser = "The attachment was removed from the calendar."
}
