package import ICalendar

extension AttachmentPlanner {
    /// Reconciles the data of a PUT with the attachments that exist (RFC 8607 §3.7, §3.9).
    ///
    /// The target of a COPY or MOVE is reconciled as a PUT of its data.
    ///
    /// 1. A linked attachment that the data mentions no more loses its link. An ATTACH that only lost its parameters
    ///    still mentions it by its URI, and gets them back.
    /// 2. A linked attachment that the data mentions is described as stored, whatever the client wrote.
    /// 3. Any other one is treated by its standing.
    /// 4. A file that stands in the data becomes the attachment that the caller made of it, if it made one.
    /// 5. The data of an attendee gets the managed attachments of the stored data, and nothing is linked.
    ///
    /// After all of them the linked attachments are exactly those that the data mentions, but for an attendee's data,
    /// which mentions what the organizer's links.
    ///
    /// - Parameters:
    ///   - new: The data that the client sent.
    ///   - old: The stored data, if there is any.
    ///   - knowledge: What the caller knows of the attachments that the new data mentions.
    /// - Returns: The data to store, octet for octet what the client sent if nothing had to change.
    /// - Throws: `validManagedIDParameter` and `maxAttachmentsPerResource`; then nothing is to be stored.
    package func reconcile(
        _ new: CalendarObjectResource,
        replacing old: CalendarObjectResource?,
        knowing knowledge: AttachmentKnowledge
    ) throws(ManagedAttachmentViolation) -> AttachmentPlan {
        guard knowledge.role != .attendee else {
            return restoreAttachments(of: old, in: new, linked: knowledge.linked)
        }
        var reconciliation = Reconciliation(knowledge: knowledge, uris: uris, old: old)
        var calendar = replacingInline(knowledge.arriving, in: new)
        try visitAttachments(of: &calendar, by: &reconciliation)
        if reconciliation.hasAdditions { try limits.check(count: reconciliation.mentioned.count) }
        return AttachmentPlan(
            calendar,
            replacing: old,
            effects: reconciliation.effects,
            isDataChanged: !knowledge.arriving.isEmpty || reconciliation.hasChanges
        )
    }

    private func visitAttachments(
        of calendar: inout CalendarObjectResource,
        by reconciliation: inout Reconciliation
    ) throws(ManagedAttachmentViolation) {
        // Most data has no attachments, and stays untouched.
        guard calendar.attachPropertyCount > 0 else { return }
        try calendar.updateInstances { (instance: inout Component) throws(ManagedAttachmentViolation) in
            try instance.updateProperties(named: Property.Name.attach) {
                (property: inout Property) throws(ManagedAttachmentViolation) in
                try reconciliation.visit(&property)
                return .keep
            }
        }
    }
}
