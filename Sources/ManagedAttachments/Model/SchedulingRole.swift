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

    /// Makes the forms of one address equal.
    ///
    /// `mailto:` addresses compare without regard to case and encoding. URLs of principals compare by their paths: a
    /// client may have made the path that it was given absolute with any of the server's names.
    private static func normalised(_ address: String) -> String {
        let lower = address.lowercased()
        if lower.hasPrefix("mailto:") { return PercentEncoding.decode(lower) ?? lower }
        guard let path = path(of: address, lower) else { return address }
        let decoded = PercentEncoding.decode(path) ?? path
        return decoded.hasSuffix("/") ? decoded : decoded + "/"
    }

    private static func path(of address: String, _ lower: String) -> String? {
        guard !address.hasPrefix("/") else { return address }
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else { return nil }
        return address.dropFirst(scheme.count).firstIndex(of: "/").map { String(address[$0...]) }
    }
}
