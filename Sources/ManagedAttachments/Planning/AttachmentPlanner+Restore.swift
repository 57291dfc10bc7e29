package import FoundationEssentials
package import ICalendar

extension AttachmentPlanner {
    /// Plans that an attachment comes back which a resource had, or which another one had.
    ///
    /// - Parameters:
    ///   - attachment: The attachment, as stored.
    ///   - resource: The stored data.
    ///   - instances: The components that had it. Those that are still there get it; where none is, every component does.
    ///   - role: What the calendar's owner is to the data.
    ///   - now: The time of the change.
    /// - Returns: One ATTACH more on each of those components that has none of the attachment yet; a restoration and a link.
    /// - Throws: The first precondition that is violated, as when the attachment were added.
    package func restore(
        _ attachment: ManagedAttachment,
        to resource: CalendarObjectResource,
        on instances: InstanceSelection,
        as role: SchedulingRole,
        now: Date
    ) throws(ManagedAttachmentViolation) -> AttachmentPlan {
        try checkAddition(of: attachment, to: resource, as: role)
        let isThere = resource.instances.contains(where: instances.includes)
        let carriers = isThere ? instances : .all
        var calendar = resource
        calendar.reviseInstances(at: now) { instance in
            guard carriers.includes(instance), !instance.managedIDs.contains(attachment.id) else { return false }
            instance.append(Property(attaching: attachment))
            return true
        }
        let effects: [AttachmentEffect] = [.restore(attachment.id), .link(attachment.id)]
        return plan(calendar, replacing: resource, effects: effects, as: role)
    }
}
