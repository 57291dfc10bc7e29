import HTTPSemantics
package import ICalendar

/// What the owner of a calendar is to a calendar object resource in it (RFC 6638 §3.1).
package enum SchedulingRole: Hashable, Sendable {
    /// The resource schedules nothing for the owner.
    case none
    /// The owner is the organizer.
    case organizer
    /// The owner is an attendee, and another is the organizer.
    case attendee

    /// Finds the role of an owner, who is the calendar's owner whoever sends the request.
    ///
    /// - Parameters:
    ///   - resource: The calendar object resource.
    ///   - ownerAddresses: The owner's calendar user addresses.
    package init(in resource: CalendarObjectResource, ownerAddresses: [String]) {
        guard let organizer = resource.organizer else {
            self = .none
            return
        }
        let own = Set(ownerAddresses.map(Self.normalised))
        if own.contains(Self.normalised(organizer)) {
            self = .organizer
        } else {
            self = resource.attendees.contains { own.contains(Self.normalised($0)) } ? .attendee : .none
        }
    }

    /// Finds the role in a replacement: who was an attendee remains one, whatever the new data says.
    ///
    /// - Parameters:
    ///   - new: The resource that shall be stored.
    ///   - old: The stored resource, if there is one.
    ///   - ownerAddresses: The owner's calendar user addresses.
    package init(in new: CalendarObjectResource, replacing old: CalendarObjectResource?, ownerAddresses: [String]) {
        if let old, SchedulingRole(in: old, ownerAddresses: ownerAddresses) == .attendee {
            self = .attendee
        } else {
            self.init(in: new, ownerAddresses: ownerAddresses)
        }
    }

    /// Makes addresses of one mailbox equal: `mailto:` addresses compare without regard to case and encoding.
    private static func normalised(_ address: String) -> String {
        let lower = address.lowercased()
        guard lower.hasPrefix("mailto:") else { return address }
        return PercentEncoding.decode(lower) ?? lower
    }
}
