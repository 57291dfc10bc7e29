package import FoundationEssentials

/// A calendar object resource (RFC 4791 §4.1) with its data.
package struct CalendarObject: Hashable, Sendable {
    /// Everything but the data.
    package let summary: CalendarObjectSummary

    /// The iCalendar text, octet for octet as it was stored.
    package let data: [UInt8]

    /// Puts an object together from what was read of it.
    package init(summary: CalendarObjectSummary, data: [UInt8]) {
        self.summary = summary
        self.data = data
    }
}

extension CalendarObject {
    /// The identifier, which stays the same through changes and moves.
    package var id: ObjectID { summary.id }

    /// The calendar that the object is in.
    package var calendar: CalendarID { summary.calendar }

    /// The segment of the object's path, decoded.
    package var name: String { summary.name }

    /// The UID that all components share.
    package var uid: String { summary.uid }

    /// The opaque part of the strong entity tag; another one after every change.
    package var etag: String { summary.etag }

    /// The type of the components, such as `VEVENT`, upper case.
    package var componentType: String { summary.componentType }

    /// The octets of the data.
    package var size: Int { summary.size }

    /// The instant at which the object was created.
    package var created: Date { summary.created }

    /// The instant of the last change.
    package var modified: Date { summary.modified }
}
