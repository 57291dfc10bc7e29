package import AttachmentStore
package import CalendarStore

/// An attachment with what one home has of it, and where that is.
package struct ListedAttachment: Hashable, Sendable {
    /// The attachment with the home's holding.
    package let held: HeldAttachment

    /// The name of the home's owner, or `nil` when the owner was removed.
    package let owner: UserID?

    /// The calendar object resources that link it, in the order of their paths.
    package let events: [EventPlace]

    /// The managed ID.
    package var id: AttachmentID { held.id }
}
