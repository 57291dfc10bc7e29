/// What a caller looks up before new data is reconciled.
package struct AttachmentKnowledge: Sendable {
    /// The attachments that are linked to the resource now, as stored.
    package let linked: [ManagedAttachment]
    /// The standings of the other attachments that the new data mentions.
    ///
    /// A missing one means ``AttachmentStanding/unknown``.
    package let standings: [ManagedID: AttachmentStanding]
    /// What the calendar's owner is to the resource.
    package let role: SchedulingRole
    /// The attachments that stand from now on for files in the new data, by the positions of their ATTACH properties.
    ///
    /// They are linked to the resource already, or are new and this user's.
    package let arriving: [Int: ManagedAttachment]

    /// Makes the knowledge.
    ///
    /// - Parameters:
    ///   - linked: The attachments that are linked to the resource now.
    ///   - standings: The standings of the other attachments that the new data mentions.
    ///   - role: What the calendar's owner is to the resource.
    ///   - arriving: The attachments that stand for files in the new data.
    package init(
        linked: [ManagedAttachment],
        standings: [ManagedID: AttachmentStanding],
        role: SchedulingRole,
        arriving: [Int: ManagedAttachment] = [:]
    ) {
        self.linked = linked
        self.standings = standings
        self.role = role
        self.arriving = arriving
    }
}
