import BlobModel
import CalendarStore

/// The calendar object resource of a POST as one transaction found it, without its data.
struct AttachmentPlace: Sendable {
    /// The resource.
    let object: CalendarObjectSummary

    /// The home that the resource is in, which pays for its data.
    let home: HomeID

    /// The dedup domain of the home that the resource is in, which pays for its attachments.
    let domain: DedupDomain

    /// The calendar user addresses of the calendar's owner.
    let ownerAddresses: [String]

    /// Where its data is replaced, in the same transaction.
    let site: ObjectSite

    /// Describes a resource that was found in a calendar.
    init(_ object: CalendarObjectSummary, in found: ResolvedCalendar) {
        self.object = object
        home = found.calendar.home
        domain = DedupDomain(found.owner.home)
        ownerAddresses = found.owner.calendarUserAddresses
        site = ObjectSite(replacing: object, in: found.calendar)
    }
}
