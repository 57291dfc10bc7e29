import FoundationEssentials
import ManagedAttachments
import SQLDatabase

/// What a POST does to a calendar object resource.
protocol AttachmentAction: Sendable {
    /// Plans the action on the resource as a transaction sees it.
    ///
    /// It is asked before the body is read, with the size that was declared, and again when the bytes are stored.
    ///
    /// - Parameters:
    ///   - target: The resource.
    ///   - size: The octets of the body.
    ///   - txn: The transaction.
    /// - Returns: The data to store and the effects.
    /// - Throws: `ManagedAttachmentViolation`; `SQLError`.
    func plan(on target: AttachmentTarget, size: UInt64, in txn: any SQLTransaction) throws -> PlannedAction
}

/// An action of which the body becomes an attachment.
protocol UploadAction: AttachmentAction {
    /// The attachment that goes when the new one comes, if one does.
    var replaced: ManagedID? { get }

    /// Makes the same action at another instant.
    func at(_ now: Date) -> Self
}
