package import WebDAV

// The preconditions of scheduling (RFC 6638).

extension Precondition {
    /// `CALDAV:allowed-attendee-scheduling-object-change`: an attendee changes what is the organizer's (RFC 6638 §3.2.4.2).
    package static let allowedAttendeeSchedulingObjectChange = Precondition(
        XMLName(caldav: "allowed-attendee-scheduling-object-change")
    )

    /// `CALDAV:allowed-organizer-scheduling-object-change`: an organizer makes a change that is not allowed (RFC 6638 §3.2.4.1).
    package static let allowedOrganizerSchedulingObjectChange = Precondition(
        XMLName(caldav: "allowed-organizer-scheduling-object-change")
    )

    /// `CALDAV:same-organizer-in-all-components`: the components name different organizers (RFC 6638 §3.2.4.3).
    package static let sameOrganizerInAllComponents = Precondition(XMLName(caldav: "same-organizer-in-all-components"))

    /// `CALDAV:default-calendar-needed`: the default calendar for scheduling may not be deleted (RFC 6638 §4.3).
    package static let defaultCalendarNeeded = Precondition(XMLName(caldav: "default-calendar-needed"))

    /// `CALDAV:valid-schedule-default-calendar-URL`: the new default calendar is no calendar of this user (RFC 6638 §4.3).
    package static let validScheduleDefaultCalendarURL = Precondition(
        XMLName(caldav: "valid-schedule-default-calendar-URL")
    )

    /// `CALDAV:valid-scheduling-message`: the message is no acceptable iTIP message (RFC 6638 §5.2.2).
    package static let validSchedulingMessage = Precondition(XMLName(caldav: "valid-scheduling-message"))

    /// `CALDAV:organizer-allowed`: the user may not act as the organizer (RFC 6638 §5.2.2).
    package static let organizerAllowed = Precondition(XMLName(caldav: "organizer-allowed"))

    /// `CALDAV:unique-scheduling-object-resource`: the user has the UID in another scheduling object resource, which the
    /// element names (RFC 6638 §3.2.4.1).
    package static func uniqueSchedulingObjectResource(_ existing: Href) -> Precondition {
        Precondition(XMLElement(XMLName(caldav: "unique-scheduling-object-resource"), hrefs: [existing]))
    }
}
