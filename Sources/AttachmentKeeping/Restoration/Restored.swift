package import AttachmentStore
package import CalendarStore

/// An attachment that was brought back, and where it is now.
package struct Restored: Hashable, Sendable {
    /// The attachment.
    package let attachment: Attachment

    /// The calendar object resource, as it is stored now.
    package let object: CalendarObjectSummary

    /// Where the resource is.
    package let place: EventPlace
}
