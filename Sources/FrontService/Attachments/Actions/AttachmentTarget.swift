import BlobModel
import CalendarStore
import ICalendar
import ManagedAttachments

/// The calendar object resource of a POST, as one transaction sees it.
struct AttachmentTarget: Sendable {
    /// The resource as it is stored.
    let object: CalendarObject

    /// Its data, parsed.
    let resource: CalendarObjectResource

    /// What the calendar's owner is to the resource.
    let role: SchedulingRole

    /// The home that the resource is in, which pays for its data.
    let home: HomeID

    /// The dedup domain of the home that the resource is in, which pays for its attachments.
    let domain: DedupDomain

    /// Parses a stored resource.
    ///
    /// - Throws: `CalendarObjectError` for stored data that is not valid, which is a fault of the service.
    init(_ object: CalendarObject, in place: ResolvedCalendar) throws {
        self.object = object
        resource = try CalendarObjectResource(parsing: object.data)
        role = SchedulingRole(in: resource, ownerAddresses: place.owner.addresses)
        home = place.calendar.home
        domain = DedupDomain(place.owner.home)
    }
}
