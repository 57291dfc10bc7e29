package import WebDAV

/// The names of CalDAV's elements that are no properties and no preconditions.
package enum CalendarElement {
    /// `CALDAV:allcomp` (RFC 4791 §9.6.2).
    package static let allcomp = XMLName(caldav: "allcomp")

    /// `CALDAV:allprop` (RFC 4791 §9.6.3; not that of `DAV:`).
    package static let allprop = XMLName(caldav: "allprop")

    /// `CALDAV:calendar` (RFC 4791 §9.1, a resource type).
    package static let calendar = XMLName(caldav: "calendar")

    /// `CALDAV:calendar-data` (RFC 4791 §9.6).
    package static let calendarData = XMLName(caldav: "calendar-data")

    /// `CALDAV:calendar-multiget` (RFC 4791 §9.10).
    package static let calendarMultiget = XMLName(caldav: "calendar-multiget")

    /// `CALDAV:calendar-query` (RFC 4791 §9.5).
    package static let calendarQuery = XMLName(caldav: "calendar-query")

    /// `CALDAV:comp` (RFC 4791 §9.6.1, and within `CALDAV:supported-calendar-component-set`).
    package static let comp = XMLName(caldav: "comp")

    /// `CALDAV:expand` (RFC 4791 §9.6.5).
    package static let expand = XMLName(caldav: "expand")

    /// `CALDAV:free-busy-query` (RFC 4791 §9.11).
    package static let freeBusyQuery = XMLName(caldav: "free-busy-query")

    /// `CALDAV:limit-freebusy-set` (RFC 4791 §9.6.7).
    package static let limitFreebusySet = XMLName(caldav: "limit-freebusy-set")

    /// `CALDAV:limit-recurrence-set` (RFC 4791 §9.6.6).
    package static let limitRecurrenceSet = XMLName(caldav: "limit-recurrence-set")

    /// `CALDAV:mkcalendar` (RFC 4791 §9.2).
    package static let mkcalendar = XMLName(caldav: "mkcalendar")

    /// `CALDAV:prop` (RFC 4791 §9.6.4; not that of `DAV:`).
    package static let prop = XMLName(caldav: "prop")

    /// `CALDAV:schedule-inbox` (RFC 6638 §2.2, a resource type).
    package static let scheduleInbox = XMLName(caldav: "schedule-inbox")

    /// `CALDAV:schedule-outbox` (RFC 6638 §2.1, a resource type).
    package static let scheduleOutbox = XMLName(caldav: "schedule-outbox")

    /// `CALDAV:opaque` (RFC 6638 §9.1, a value of `CALDAV:schedule-calendar-transp`).
    package static let opaque = XMLName(caldav: "opaque")

    /// `CALDAV:transparent` (RFC 6638 §9.1, a value of `CALDAV:schedule-calendar-transp`).
    package static let transparent = XMLName(caldav: "transparent")
}

extension XMLName {
    /// Makes a name in the namespace of CalDAV.
    package init(caldav local: String) {
        self.init(namespace: XMLNamespace.caldav, local: local)
    }
}
