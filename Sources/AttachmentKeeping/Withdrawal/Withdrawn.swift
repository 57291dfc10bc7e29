package import AttachmentStore

/// What the withdrawal of an attachment takes away.
package struct Withdrawn: Hashable, Sendable {
    /// The attachment as it was before.
    package let attachment: Attachment

    /// How many calendar object resources link it; their data stay as they are.
    package let links: Int

    /// How many homes have its bytes.
    package let homes: Int

    /// Whether it was withdrawn before, so that nothing changed.
    package var wasWithdrawn: Bool { attachment.withdrawal != nil }

    /// The octets that the homes have of it together, each its own copy.
    package var octets: UInt64 { attachment.size * UInt64(homes) }
}
