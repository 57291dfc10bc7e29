import AttachmentStore
import BlobModel
import CalendarStore
import ICalendar
import ManagedAttachments

/// The calendar object resource that an attachment comes back to.
struct RestorationTarget {
    /// The resource as it is stored.
    let object: CalendarObject

    /// The calendar that it is in.
    let calendar: CalendarCollection

    /// The owner of the home.
    let owner: Principal

    /// The home's dedup domain.
    let domain: DedupDomain

    /// The components that had the attachment.
    var instances = InstanceSelection.all

    /// The resource for the store of attachments.
    var linked: LinkedObjectID { LinkedObjectID(object.id.text) }

    /// Where it is.
    var place: EventPlace {
        EventPlace(
            object: object.id,
            ObjectLocation(owner: owner.uid, calendar: calendar.name, name: object.name)
        )
    }
}
