package import FoundationEssentials

/// A calendar collection (RFC 4791 §4.2), or a scheduling inbox or outbox (RFC 6638 §2).
package struct CalendarCollection: Hashable, Sendable {
    /// The identifier, which a later collection of the same name does not share.
    package let id: CalendarID

    /// The home that the collection is in.
    package let home: HomeID

    /// The segment of the collection's path, decoded.
    package let name: String

    /// What the collection is for.
    package let kind: CalendarKind

    /// The properties that clients may change.
    package let properties: CalendarProperties

    /// The component types that the collection takes, such as `VEVENT`, upper case.
    package let components: [String]

    /// The number of changes of members so far.
    package let revision: Int64

    /// The octets of calendar data of all members.
    package let dataBytes: UInt64

    /// The octets of the texts of the collection, and of the dead properties of it and of all members, names included.
    package let propertyBytes: UInt64

    /// The number of members.
    package let objectCount: UInt64

    /// The instant of creation.
    package let created: Date
}

extension CalendarCollection {
    /// The octets of the dead properties of the collection and of all members.
    package var deadPropertyBytes: UInt64 { propertyBytes - min(UInt64(properties.octets), propertyBytes) }

    /// The name for people to read.
    package var displayName: String { properties.displayName }

    /// The state of the members as a token (RFC 6578 §3.2).
    package var syncToken: SyncToken { SyncToken(calendar: id, revision: revision) }

    /// The state of the members as the `getctag` of the CalendarServer extension.
    package var ctag: String { syncToken.description }
}
