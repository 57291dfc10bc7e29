import ICalendar

extension AttachmentPlanner {
    /// Checks the preconditions of an addition but the size.
    func checkAddition(
        to resource: CalendarObjectResource,
        as role: SchedulingRole,
        instances: InstanceSelection
    ) throws(ManagedAttachmentViolation) {
        try check(role)
        try check(instances)
        // RFC 5545 §3.8.1.1: ATTACH "can be specified multiple times in a "VEVENT", "VTODO", "VJOURNAL", or "VALARM"".
        guard [.event, .todo, .journal].contains(resource.componentType) else {
            throw .attachmentsNotAllowed(component: resource.componentType.name)
        }
        try limits.check(count: resource.managedIDs.count + 1)
    }

    /// Checks the preconditions of a change of an attachment that must be there.
    func checkChange(
        of id: ManagedID,
        in resource: CalendarObjectResource,
        as role: SchedulingRole
    ) throws(ManagedAttachmentViolation) {
        try check(role)
        // RFC 8607 §3.3.3: "The value of this query parameter MUST match the "MANAGED-ID" property parameter value".
        guard resource.managedIDs.contains(id) else { throw .validManagedID(.unknown(id)) }
    }

    /// Refuses single instances: attachments belong to all instances of a resource.
    func check(_ instances: InstanceSelection) throws(ManagedAttachmentViolation) {
        guard instances == .all else { throw .validRID(.unsupported) }
    }

    // attachments draft-01 §3.11.3: "Servers MUST prevent attendees of scheduled events from adding, updating or
    // removing managed attachments."
    private func check(_ role: SchedulingRole) throws(ManagedAttachmentViolation) {
        guard role != .attendee else { throw .attendeeChange }
    }
}
