import CalendarStore
import ICalendar
import ManagedAttachments

/// The calendar object resource of a POST with its data, as one transaction sees it.
struct AttachmentTarget: Sendable {
    /// The resource.
    let place: AttachmentPlace

    /// Its data, parsed.
    let resource: CalendarObjectResource

    /// What the calendar's owner is to the resource.
    let role: SchedulingRole

    /// Parses a stored resource.
    ///
    /// - Throws: `CalendarObjectError` for stored data that is not valid, which is a fault of the service.
    init(_ data: [UInt8], at place: AttachmentPlace) throws {
        self.place = place
        resource = try CalendarObjectResource(parsing: data)
        role = SchedulingRole(in: resource, ownerAddresses: place.ownerAddresses)
    }
}
