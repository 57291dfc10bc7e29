package import AttachmentStore
import BlobModel
package import CalendarStore
import ICalendar
package import SQLDatabase

/// Tells which attachments there are, whose they are, and which events have them.
package struct AttachmentListing: Sendable {
    private let calendars: CalendarStore
    private let attachments: AttachmentStore

    /// Creates a listing; all state is in the database.
    package init(calendars: CalendarStore = CalendarStore(), attachments: AttachmentStore = AttachmentStore()) {
        self.calendars = calendars
        self.attachments = attachments
    }

    /// Returns one page of the holdings that match a filter.
    ///
    /// - Parameters:
    ///   - filter: Which ones.
    ///   - key: The holding after which to begin; nil to begin with the first.
    ///   - limit: The most holdings to return.
    ///   - txn: The transaction.
    /// - Returns: At most `limit` holdings; fewer mean that there are no more.
    /// - Throws: `SQLError`.
    package func page(
        _ filter: HoldingFilter,
        after key: AttachmentHolding.Key? = nil,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [ListedAttachment] {
        try listed(attachments.holdings(matching: filter, after: key, limit: limit, in: txn), in: txn)
    }

    /// Returns what each home has of one attachment, in the order of the homes' domains; none for an unknown one.
    ///
    /// - Throws: `SQLError`.
    package func homes(of attachment: Attachment, in txn: any SQLTransaction) throws -> [ListedAttachment] {
        let holdings = try attachments.holdings(of: attachment.id, in: txn)
        return try listed(holdings.map { HeldAttachment(attachment: attachment, holding: $0) }, in: txn)
    }

    /// Returns where some objects are; those that are gone, or whose calendar or owner is, are left out.
    ///
    /// - Throws: `SQLError`.
    package func places(
        of objects: some Sequence<ObjectID>,
        in txn: any SQLTransaction
    ) throws -> [ObjectID: EventPlace] {
        var places: [ObjectID: EventPlace] = [:]
        for (object, location) in try calendars.locations(of: objects, in: txn) {
            places[object] = EventPlace(object: object, location)
        }
        return places
    }

    /// Returns the SUMMARY of an object in one line, that of the series where it recurs; nil where it has none, or can not
    /// be read.
    ///
    /// - Throws: `SQLError`.
    package func title(of object: ObjectID, in txn: any SQLTransaction) throws -> String? {
        guard let data = try calendars.data(of: object, in: txn),
            let resource = try? CalendarObjectResource(parsing: data)
        else { return nil }
        let summary = (resource.master ?? resource.instances.first)?.first("SUMMARY")?.value
        return summary.map { TextValue.unescape($0).replacing("\n", with: " ") }
    }

    /// Tells of holdings with a few statements for all of them together.
    private func listed(_ held: [HeldAttachment], in txn: any SQLTransaction) throws -> [ListedAttachment] {
        let links = try attachments.links(of: Set(held.map(\.id)), in: txn)
        let objects = links.values.joined().compactMap { ObjectID(parsing: $0.object.text) }
        let places = try places(of: Set(objects), in: txn)
        let homes = Set(held.map(\.holding.domain)).compactMap { HomeID(parsing: $0.id) }
        let owners = try calendars.owners(of: homes, in: txn)
        return held.map { held in
            let domain = held.holding.domain
            let events = links[held.id, default: []].filter { $0.domain == domain }.compactMap { link in
                ObjectID(parsing: link.object.text).flatMap { places[$0] }
            }
            return ListedAttachment(
                held: held,
                owner: HomeID(parsing: domain.id).flatMap { owners[$0] },
                events: events.sorted { $0.path < $1.path }
            )
        }
    }
}
