package import WebDAV

// The privileges that CalDAV adds to those of RFC 3744.

extension Privilege {
    /// `CALDAV:read-free-busy`, contained in `DAV:read` (RFC 4791 §6.1.1).
    package static let readFreeBusy = Privilege(XMLName(caldav: "read-free-busy"))

    /// `CALDAV:schedule-deliver`, on an inbox (RFC 6638 §6.1.1).
    package static let scheduleDeliver = Privilege(XMLName(caldav: "schedule-deliver"))

    /// `CALDAV:schedule-send`, on an outbox (RFC 6638 §6.2.1).
    package static let scheduleSend = Privilege(XMLName(caldav: "schedule-send"))
}
