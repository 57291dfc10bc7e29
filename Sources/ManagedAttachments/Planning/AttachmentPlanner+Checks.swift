import ICalendar

extension AttachmentPlanner {
    /// Checks the preconditions of an addition that are of the resource as it is stored.
    func checkAddition(
        of attachment: ManagedAttachment,
        to resource: CalendarObjectResource,
        as role: SchedulingRole
    ) throws(ManagedAttachmentViolation) {
        try check(role)
        // RFC 5545 §3.8.1.1: ATTACH "can be specified multiple times in a "VEVENT", "VTODO", "VJOURNAL", or "VALARM"".
        guard [.event, .todo, .journal].contains(resource.componentType) else {
            throw .attachmentsNotAllowed(component: resource.componentType.name)
        }
        try checkCount(adding: attachment, to: resource)
        try limits.check(size: attachment.size)
    }

    /// Checks the number of attachments with one more.
    ///
    /// An ATTACH has one managed ID at most: where there are few enough of them, what they have need not be read.
    private func checkCount(
        adding attachment: ManagedAttachment,
        to resource: CalendarObjectResource
    ) throws(ManagedAttachmentViolation) {
        guard resource.attachPropertyCount >= limits.maximumPerResource else { return }
        try limits.check(count: Set(resource.managedIDs).union([attachment.id]).count)
    }

    /// Checks that components have an attachment which is to be changed.
    ///
    /// RFC 8607 §3.3.3: "The value of this query parameter MUST match the "MANAGED-ID" property parameter value on the
    /// "ATTACH" property in the calendar object resource instance(s) targeted by the request."
    ///
    /// - Parameters:
    ///   - id: The managed ID of the attachment.
    ///   - instances: All of them together must have it once, named ones each.
    ///   - resource: The resource, with a component for each named instance.
    /// - Throws: `validManagedID`.
    func check(
        _ id: ManagedID,
        on instances: InstanceSelection,
        of resource: CalendarObjectResource
    ) throws(ManagedAttachmentViolation) {
        let carriers = resource.instances.filter { $0.managedIDs.contains(id) }
        let isThere =
            switch instances {
            case .all: !carriers.isEmpty
            case .only(let references):
                Set(references).isSubset(of: carriers.map(InstanceSelection.InstanceReference.init(of:)))
            }
        guard isThere else { throw .validManagedID(.unknown(id)) }
    }

    /// Refuses attendees.
    ///
    /// attachments draft-01 §3.11.3: "Servers MUST prevent attendees of scheduled events from adding, updating or
    /// removing managed attachments."
    func check(_ role: SchedulingRole) throws(ManagedAttachmentViolation) {
        guard role != .attendee else { throw .attendeeChange }
    }
}
