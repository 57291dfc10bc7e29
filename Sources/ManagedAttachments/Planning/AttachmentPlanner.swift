package import FoundationEssentials
package import ICalendar

/// Plans what requests on managed attachments do to calendar data (RFC 8607 §3.4 to §3.9).
///
/// A planner reads and writes nothing. It may be asked twice about one request, before and after the body came: a plan
/// is good for exactly the data that it was made from.
package struct AttachmentPlanner: Sendable {
    /// The limits of the calendar.
    package let limits: AttachmentLimits
    /// The form of attachment URIs.
    package let uris: AttachmentURIScheme

    /// Makes a planner.
    ///
    /// - Parameters:
    ///   - limits: The limits of the calendar.
    ///   - uris: The form of attachment URIs.
    package init(limits: AttachmentLimits, uris: AttachmentURIScheme) {
        self.limits = limits
        self.uris = uris
    }

    /// Plans the addition of an attachment (RFC 8607 §3.4).
    ///
    /// - Parameters:
    ///   - attachment: The new attachment.
    ///   - resource: The stored data.
    ///   - role: What the calendar's owner is to the data.
    ///   - instances: The instances to add it to.
    ///   - now: The time of the change.
    /// - Returns: Every component, or that of each instance, with one ATTACH more; a link.
    /// - Throws: The first precondition that is violated.
    package func add(
        _ attachment: ManagedAttachment,
        to resource: CalendarObjectResource,
        as role: SchedulingRole,
        instances: InstanceSelection,
        now: Date
    ) throws(ManagedAttachmentViolation) -> AttachmentPlan {
        try checkAddition(of: attachment, to: resource, as: role)
        var calendar = try resource.overriding(instances, maximumSize: limits.maximumResourceSize)
        calendar.reviseInstances(at: now) { instance in
            guard instances.includes(instance) else { return false }
            instance.append(Property(attaching: attachment))
            return true
        }
        return plan(calendar, replacing: resource, effects: [.link(attachment.id)], as: role)
    }

    /// Plans the replacement of an attachment (RFC 8607 §3.5).
    ///
    /// - Parameters:
    ///   - id: The attachment that is replaced.
    ///   - attachment: The new attachment; its managed ID is another one, even if its bytes are the same.
    ///   - resource: The stored data.
    ///   - role: What the calendar's owner is to the data.
    ///   - now: The time of the change.
    /// - Returns: Every ATTACH with the managed ID changed; a link and the drop of a link.
    /// - Throws: The first precondition that is violated.
    package func update(
        _ id: ManagedID,
        with attachment: ManagedAttachment,
        in resource: CalendarObjectResource,
        as role: SchedulingRole,
        now: Date
    ) throws(ManagedAttachmentViolation) -> AttachmentPlan {
        // RFC 8607 §3.5: "the server MUST change the associated "MANAGED-ID" parameter".
        precondition(attachment.id != id, "An update needs a new managed ID.")
        try check(role)
        try check(id, on: .all, of: resource)
        try limits.check(size: attachment.size)
        var calendar = resource
        calendar.reviseInstances(at: now) { instance in
            var isChanged = false
            instance.updateProperties(named: Property.Name.attach) { property in
                guard property.managedID == id else { return .keep }
                property.describe(attachment)
                isChanged = true
                return .keep
            }
            return isChanged
        }
        return plan(calendar, replacing: resource, effects: [.link(attachment.id), .unlink(id)], as: role)
    }

    /// Plans the removal of an attachment (RFC 8607 §3.6).
    ///
    /// - Parameters:
    ///   - id: The attachment to remove.
    ///   - resource: The stored data.
    ///   - role: What the calendar's owner is to the data.
    ///   - instances: The instances to remove it from.
    ///   - now: The time of the change.
    /// - Returns: No ATTACH with the managed ID on any component, or on those of the instances; the drop of the link where
    ///   no component has one left.
    /// - Throws: The first precondition that is violated.
    package func remove(
        _ id: ManagedID,
        from resource: CalendarObjectResource,
        as role: SchedulingRole,
        instances: InstanceSelection,
        now: Date
    ) throws(ManagedAttachmentViolation) -> AttachmentPlan {
        try check(role)
        // RFC 8607 §3.6 validates the instances first, and then the managed ID on each of them: to remove from an instance
        // without a component "is actually valid only if the master component does include the referenced "ATTACH"".
        var calendar = try resource.overriding(instances, maximumSize: limits.maximumResourceSize)
        try check(id, on: instances, of: calendar)
        calendar.reviseInstances(at: now) { instance in
            guard instances.includes(instance) else { return false }
            let count = instance.contents.count
            instance.removeProperties(named: Property.Name.attach) { $0.managedID == id }
            return instance.contents.count < count
        }
        // RFC 8607 §3.6: only what "is no longer referenced by any instance of the calendar object resource" goes.
        let isUnused = !calendar.managedIDs.contains(id)
        return plan(calendar, replacing: resource, effects: isUnused ? [.unlink(id)] : [], as: role)
    }

    /// Makes a plan of changed data, with the scheduling messages that a PUT of it would send.
    ///
    /// attachments draft-01 §3.11.6: "the server MUST ensure that a scheduling message is sent to update any attendees".
    func plan(
        _ calendar: CalendarObjectResource,
        replacing old: CalendarObjectResource,
        effects: [AttachmentEffect],
        as role: SchedulingRole
    ) -> AttachmentPlan {
        let isScheduled = role == .organizer && calendar.isSchedulingCandidate
        let messages: [AttachmentEffect] = isScheduled ? [.sendSchedulingMessages] : []
        return AttachmentPlan(calendar, replacing: old, effects: effects + messages)
    }
}
