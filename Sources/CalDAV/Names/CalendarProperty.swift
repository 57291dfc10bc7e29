package import WebDAV

/// The names of CalDAV's properties and of those of its common extensions.
package enum CalendarProperty {
    /// `CALDAV:calendar-description` (RFC 4791 §5.2.1).
    package static let calendarDescription = XMLName(caldav: "calendar-description")

    /// `CALDAV:calendar-timezone` (RFC 4791 §5.2.2).
    package static let calendarTimezone = XMLName(caldav: "calendar-timezone")

    /// `CALDAV:calendar-timezone-id` (RFC 7809 §5.2).
    package static let calendarTimezoneID = XMLName(caldav: "calendar-timezone-id")

    /// `CALDAV:timezone-service-set` (RFC 7809 §5.1).
    package static let timezoneServiceSet = XMLName(caldav: "timezone-service-set")

    /// `CALDAV:supported-calendar-component-set` (RFC 4791 §5.2.3).
    package static let supportedCalendarComponentSet = XMLName(caldav: "supported-calendar-component-set")

    /// `CALDAV:supported-calendar-data` (RFC 4791 §5.2.4).
    package static let supportedCalendarData = XMLName(caldav: "supported-calendar-data")

    /// `CALDAV:max-resource-size` (RFC 4791 §5.2.5).
    package static let maxResourceSize = XMLName(caldav: "max-resource-size")

    /// `CALDAV:min-date-time` (RFC 4791 §5.2.6).
    package static let minDateTime = XMLName(caldav: "min-date-time")

    /// `CALDAV:max-date-time` (RFC 4791 §5.2.7).
    package static let maxDateTime = XMLName(caldav: "max-date-time")

    /// `CALDAV:max-instances` (RFC 4791 §5.2.8).
    package static let maxInstances = XMLName(caldav: "max-instances")

    /// `CALDAV:max-attendees-per-instance` (RFC 4791 §5.2.9).
    package static let maxAttendeesPerInstance = XMLName(caldav: "max-attendees-per-instance")

    /// `CALDAV:calendar-home-set` (RFC 4791 §6.2.1).
    package static let calendarHomeSet = XMLName(caldav: "calendar-home-set")

    /// `CALDAV:supported-collation-set` (RFC 4791 §7.5.1).
    package static let supportedCollationSet = XMLName(caldav: "supported-collation-set")

    /// `CALDAV:schedule-outbox-URL` (RFC 6638 §2.1.1).
    package static let scheduleOutboxURL = XMLName(caldav: "schedule-outbox-URL")

    /// `CALDAV:schedule-inbox-URL` (RFC 6638 §2.2.1).
    package static let scheduleInboxURL = XMLName(caldav: "schedule-inbox-URL")

    /// `CALDAV:calendar-user-address-set` (RFC 6638 §2.4.1).
    package static let calendarUserAddressSet = XMLName(caldav: "calendar-user-address-set")

    /// `CALDAV:calendar-user-type` (RFC 6638 §2.4.2).
    package static let calendarUserType = XMLName(caldav: "calendar-user-type")

    /// `CALDAV:schedule-calendar-transp` (RFC 6638 §9.1).
    package static let scheduleCalendarTransp = XMLName(caldav: "schedule-calendar-transp")

    /// `CALDAV:schedule-default-calendar-URL` (RFC 6638 §9.2).
    package static let scheduleDefaultCalendarURL = XMLName(caldav: "schedule-default-calendar-URL")

    /// `CALDAV:schedule-tag` (RFC 6638 §9.3).
    package static let scheduleTag = XMLName(caldav: "schedule-tag")

    /// `CALDAV:managed-attachments-server-URL` (RFC 8607 §6.1).
    package static let managedAttachmentsServerURL = XMLName(caldav: "managed-attachments-server-URL")

    /// `CALDAV:max-attachment-size` (RFC 8607 §6.2).
    package static let maxAttachmentSize = XMLName(caldav: "max-attachment-size")

    /// `CALDAV:max-attachments-per-resource` (RFC 8607 §6.3).
    package static let maxAttachmentsPerResource = XMLName(caldav: "max-attachments-per-resource")

    /// `CS:getctag`, an opaque text that changes with any member of a calendar (Calendar Server's extension).
    package static let getCTag = XMLName(namespace: XMLNamespace.calendarServer, local: "getctag")

    /// `A:calendar-color`, such as `#FF2968FF` (Apple's extension).
    package static let calendarColor = XMLName(namespace: XMLNamespace.appleCalendar, local: "calendar-color")

    /// `A:calendar-order`, the place of a calendar in a client's list, as an integer (Apple's extension).
    package static let calendarOrder = XMLName(namespace: XMLNamespace.appleCalendar, local: "calendar-order")
}
