import CalendarStore
import ICalendar
import ManagedAttachments

/// What an action makes of a resource.
struct PlannedAction: Sendable {
    /// The resource as it will be stored.
    let object: NewCalendarObject

    /// What a parser of its data will count.
    let elementCount: Int

    /// What is done beside storing the data.
    let effects: [AttachmentEffect]

    /// The components that had the attachments whose links are dropped.
    let formerInstances: [ManagedID: InstanceSelection]

    /// What ATTACH says of the attachment that the action adds, if it adds one.
    let attachment: ManagedAttachment?

    /// Makes the outcome of a plan.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - target: The resource that it was made for.
    ///   - attachment: What the action adds, if it adds something.
    init(_ plan: AttachmentPlan, of target: AttachmentTarget, adding attachment: ManagedAttachment? = nil) {
        object = NewCalendarObject(
            name: target.place.object.name,
            uid: plan.calendar.uid,
            componentType: plan.calendar.componentType.name,
            data: plan.calendar.serialised(),
            // An action changes attachments, never times.
            occurrences: nil
        )
        elementCount = plan.calendar.object.calendar.elementCount
        effects = plan.effects
        formerInstances = plan.formerInstances
        self.attachment = attachment
    }
}
