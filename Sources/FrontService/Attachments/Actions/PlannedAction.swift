import ICalendar
import ManagedAttachments

/// What an action makes of a resource.
struct PlannedAction: Sendable {
    /// The UID of the resource.
    let uid: String

    /// The type of its components.
    let componentType: ComponentType

    /// The data as it will be stored.
    let data: [UInt8]

    /// What a parser of the data will count.
    let elementCount: Int

    /// What is done beside storing the data.
    let effects: [AttachmentEffect]

    /// The components that had the attachments whose links are dropped.
    let formerInstances: [ManagedID: InstanceSelection]

    /// What ATTACH says of the attachment that the action adds, if it adds one.
    let attachment: ManagedAttachment?

    /// Makes the outcome of a plan.
    init(_ plan: AttachmentPlan, adding attachment: ManagedAttachment? = nil) {
        uid = plan.calendar.uid
        componentType = plan.calendar.componentType
        data = plan.calendar.serialised()
        elementCount = plan.calendar.object.calendar.elementCount
        effects = plan.effects
        formerInstances = plan.formerInstances
        self.attachment = attachment
    }
}
