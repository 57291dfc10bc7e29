package import AttachmentStore
package import FoundationEssentials
package import ICalendar
package import ManagedAttachments

/// A refusal to bring an attachment back.
package enum RestorationError: Error, Hashable {
    /// There is no attachment with that managed ID.
    case unknown(AttachmentID)

    /// Nobody removed it from the event in question, or from any.
    case notRemoved(AttachmentID)

    /// The grace is over: its bytes are being released, or are gone, since a removal at that instant.
    case released(AttachmentID, removed: Date)

    /// The server took it away from everybody.
    case withdrawn(AttachmentID, reason: String)

    /// The event that had it is gone, or is not there; another one has to be named.
    case objectGone(AttachmentID)

    /// The event is in a home that does not have the attachment.
    case notHeld(AttachmentID)

    /// The home has no room for it beyond the limit in octets.
    case overQuota(limit: UInt64)

    /// The home has no room for the calendar data that name it beyond the limit in octets.
    case overCalendarQuota(limit: UInt64)

    /// The calendar data could not be changed so: too many attachments, too large, an attendee's.
    case refused(ManagedAttachmentViolation)

    /// The stored calendar data of the event are not valid.
    case unreadable(CalendarObjectError)
}

extension RestorationError {
    /// Whether the error says that there is nothing to bring back.
    package var isAbsence: Bool {
        switch self {
        case .unknown, .notRemoved: true
        case .released, .withdrawn, .objectGone, .notHeld, .overQuota, .overCalendarQuota, .refused, .unreadable: false
        }
    }
}

extension RestorationError: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .unknown(let id): "There is no attachment \(id)."
        case .notRemoved(let id): "The attachment \(id) was not removed."
        case .released(let id, let removed):
            "The attachment \(id) was removed on \(removed.formatted(.iso8601)) and can not be had back any more."
        case .withdrawn(let id, let reason): "The attachment \(id) was removed by the server: \(reason)"
        case .objectGone(let id): "The event that had the attachment \(id) is gone."
        case .notHeld(let id): "The owner of the event never had the attachment \(id)."
        case .overQuota(let limit): "The quota of \(limit) octets would be exceeded."
        case .overCalendarQuota(let limit): "The quota of \(limit) octets of calendar data would be exceeded."
        case .refused(let violation): violation.description
        case .unreadable(let error): "The calendar data of the event can not be read. \(error)"
        }
    }
}
