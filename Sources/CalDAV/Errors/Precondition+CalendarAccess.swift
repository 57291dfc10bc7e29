package import WebDAV

// The preconditions and postconditions of calendar access (RFC 4791).

extension Precondition {
    /// `CALDAV:supported-calendar-data`: the data is of a media type or version that calendars do not keep (RFC 4791 §5.3.2.1).
    package static let supportedCalendarData = Precondition(XMLName(caldav: "supported-calendar-data"))

    /// `CALDAV:valid-calendar-data`: the data is not valid iCalendar (RFC 4791 §5.3.2.1).
    package static let validCalendarData = Precondition(XMLName(caldav: "valid-calendar-data"))

    /// `CALDAV:valid-calendar-object-resource`: the data is iCalendar, but no calendar object resource of §4.1 (RFC 4791 §5.3.2.1).
    package static let validCalendarObjectResource = Precondition(XMLName(caldav: "valid-calendar-object-resource"))

    /// `CALDAV:supported-calendar-component`: the calendar does not take components of this type (RFC 4791 §5.3.2.1).
    package static let supportedCalendarComponent = Precondition(XMLName(caldav: "supported-calendar-component"))

    /// `CALDAV:calendar-collection-location-ok`: no calendar may be at this place (RFC 4791 §5.3.1.1, §5.3.2.1).
    package static let calendarCollectionLocationOK = Precondition(XMLName(caldav: "calendar-collection-location-ok"))

    /// `CALDAV:initialize-calendar-collection`: a property of the new calendar could not be set (RFC 4791 §5.3.1.1).
    package static let initializeCalendarCollection = Precondition(XMLName(caldav: "initialize-calendar-collection"))

    /// `CALDAV:max-resource-size`: the data has more octets than the property of that name (RFC 4791 §5.3.2.1).
    package static let maxResourceSize = Precondition(XMLName(caldav: "max-resource-size"))

    /// `CALDAV:min-date-time`: an instance is earlier than the property of that name (RFC 4791 §5.3.2.1).
    package static let minDateTime = Precondition(XMLName(caldav: "min-date-time"))

    /// `CALDAV:max-date-time`: an instance is later than the property of that name (RFC 4791 §5.3.2.1).
    package static let maxDateTime = Precondition(XMLName(caldav: "max-date-time"))

    /// `CALDAV:max-instances`: the object has more instances than the property of that name (RFC 4791 §5.3.2.1).
    package static let maxInstances = Precondition(XMLName(caldav: "max-instances"))

    /// `CALDAV:max-attendees-per-instance`: an instance has more attendees than the property of that name (RFC 4791 §5.3.2.1).
    package static let maxAttendeesPerInstance = Precondition(XMLName(caldav: "max-attendees-per-instance"))

    /// `CALDAV:valid-filter`: the filter of a query is malformed (RFC 4791 §7.8).
    package static let validFilter = Precondition(XMLName(caldav: "valid-filter"))

    /// `CALDAV:supported-filter`: the filter of a query asks for what is not supported (RFC 4791 §7.8).
    package static let supportedFilter = Precondition(XMLName(caldav: "supported-filter"))

    /// `CALDAV:supported-collation`: a collation is not supported (RFC 4791 §7.5).
    package static let supportedCollation = Precondition(XMLName(caldav: "supported-collation"))

    /// `CALDAV:valid-timezone`: a time zone that is named is not known (RFC 7809 §3.1.5, §3.1.6).
    package static let validTimezone = Precondition(XMLName(caldav: "valid-timezone"))

    /// `CALDAV:supported-rscale`: a rule is of a calendar system that is not supported (RFC 7529).
    package static let supportedRSCALE = Precondition(XMLName(caldav: "supported-rscale"))

    /// `CALDAV:no-uid-conflict`: the calendar has the UID in another resource, which the element names (RFC 4791 §5.3.2.1).
    package static func noUIDConflict(with existing: Href) -> Precondition {
        Precondition(XMLElement(XMLName(caldav: "no-uid-conflict"), hrefs: [existing]))
    }
}
