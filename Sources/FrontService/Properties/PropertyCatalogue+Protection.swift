import CalDAV
import WebDAV

extension PropertyCatalogue {
    /// The live properties of calendars that clients may set.
    ///
    /// On other resources they mean nothing to the server, and are kept like any property that it does not know.
    static let settable: Set<XMLName> = [
        DAVProperty.displayName, CalendarProperty.calendarDescription, CalendarProperty.calendarTimezone,
        CalendarProperty.calendarTimezoneID, CalendarProperty.calendarColor, CalendarProperty.calendarOrder,
        CalendarProperty.scheduleCalendarTransp,
    ]

    /// The properties that no client may set: those that the server computes, and those of which only a server could.
    static let protected: Set<XMLName> = Set(properties.keys).subtracting(settable).union(foreign)

    /// Properties of the standards that this service does not have, and whose values only a server could tell.
    private static let foreign: Set<XMLName> = [
        DAVProperty.lockDiscovery, DAVProperty.supportedLock, DAVProperty.acl, DAVProperty.aclRestrictions,
        DAVProperty.inheritedAclSet, DAVProperty.supportedPrivilegeSet, DAVProperty.groupMemberSet,
        CalendarProperty.minDateTime, CalendarProperty.maxDateTime, CalendarProperty.maxInstances,
        CalendarProperty.maxAttendeesPerInstance, CalendarProperty.scheduleInboxURL,
        CalendarProperty.scheduleOutboxURL, CalendarProperty.scheduleDefaultCalendarURL, CalendarProperty.scheduleTag,
        CalendarProperty.timezoneServiceSet,
    ]
}
