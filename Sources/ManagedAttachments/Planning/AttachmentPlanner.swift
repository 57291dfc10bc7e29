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

    /// Checks all that can be checked before the body of a POST is read.
    ///
    /// - Parameters:
    ///   - request: What the POST asks for.
    ///   - resource: The stored data.
    ///   - role: What the calendar's owner is to the data.
    ///   - declaredSize: The Content-Length in octets, if there is one.
    /// - Throws: The first precondition that is violated.
    package func check(
        _ request: AttachmentRequest,
        on resource: CalendarObjectResource,
        as role: SchedulingRole,
        declaredSize: UInt64?
    ) throws(ManagedAttachmentViolation) {
        switch request {
        case .add(let instances):
            try checkAddition(to: resource, as: role, instances: instances)
            try limits.check(size: declaredSize ?? 0)
        case .update(let id):
            try checkChange(of: id, in: resource, as: role)
            try limits.check(size: declaredSize ?? 0)
        case .remove(let id, let instances):
            try checkChange(of: id, in: resource, as: role)
            try check(instances)
        }
    }

    /// Plans the addition of an attachment (RFC 8607 §3.4).
    ///
    /// - Parameters:
    ///   - attachment: The new attachment.
    ///   - resource: The stored data.
    ///   - role: What the calendar's owner is to the data.
    ///   - instances: The instances to add it to.
    ///   - now: The time of the change.
    /// - Returns: Every component with one ATTACH more; a link.
    /// - Throws: The first precondition that is violated.
    package func add(
        _ attachment: ManagedAttachment,
        to resource: CalendarObjectResource,
        as role: SchedulingRole,
        instances: InstanceSelection,
        now: Date
    ) throws(ManagedAttachmentViolation) -> AttachmentPlan {
        try checkAddition(to: resource, as: role, instances: instances)
        try limits.check(size: attachment.size)
        var calendar = resource
        calendar.reviseInstances(at: now) { instance in
            instance.append(Property(attaching: attachment))
            return true
        }
        return plan(calendar, effects: [.link(attachment.id)], as: role)
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
        try checkChange(of: id, in: resource, as: role)
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
        return plan(calendar, effects: [.link(attachment.id), .unlink(id)], as: role)
    }

    /// Plans the removal of an attachment (RFC 8607 §3.6).
    ///
    /// - Parameters:
    ///   - id: The attachment to remove.
    ///   - resource: The stored data.
    ///   - role: What the calendar's owner is to the data.
    ///   - instances: The instances to remove it from.
    ///   - now: The time of the change.
    /// - Returns: No ATTACH with the managed ID; the drop of a link.
    /// - Throws: The first precondition that is violated.
    package func remove(
        _ id: ManagedID,
        from resource: CalendarObjectResource,
        as role: SchedulingRole,
        instances: InstanceSelection,
        now: Date
    ) throws(ManagedAttachmentViolation) -> AttachmentPlan {
        try checkChange(of: id, in: resource, as: role)
        try check(instances)
        var calendar = resource
        calendar.reviseInstances(at: now) { instance in
            let count = instance.contents.count
            instance.removeProperties(named: Property.Name.attach) { $0.managedID == id }
            return instance.contents.count < count
        }
        return plan(calendar, effects: [.unlink(id)], as: role)
    }

    // attachments draft-01 §3.11.6: "the server MUST ensure that a scheduling message is sent to update any
    // attendees".
    private func plan(
        _ calendar: CalendarObjectResource,
        effects: [AttachmentEffect],
        as role: SchedulingRole
    ) -> AttachmentPlan {
        let isScheduled = role == .organizer && calendar.isSchedulingCandidate
        let messages: [AttachmentEffect] = isScheduled ? [.sendSchedulingMessages] : []
        return AttachmentPlan(calendar: calendar, effects: effects + messages, isDataChanged: true)
    }
}
