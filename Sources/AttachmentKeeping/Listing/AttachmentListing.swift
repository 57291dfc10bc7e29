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
        try attachments.holdings(matching: filter, after: key, limit: limit, in: txn).map { held in
            try listed(held, in: txn)
        }
    }

    /// Returns what each home has of one attachment, in the order of the homes' domains; none for an unknown one.
    ///
    /// - Throws: `SQLError`.
    package func homes(of attachment: Attachment, in txn: any SQLTransaction) throws -> [ListedAttachment] {
        try attachments.holdings(of: attachment.id, in: txn).map { holding in
            try listed(HeldAttachment(attachment: attachment, holding: holding), in: txn)
        }
    }

    /// Returns where an object is; nil when it, its calendar, or the owner of the home is gone.
    ///
    /// - Throws: `SQLError`.
    package func place(of object: ObjectID, in txn: any SQLTransaction) throws -> EventPlace? {
        // An object is found for as long as its calendar is removed and not cleared.
        guard let summary = try calendars.summary(object, in: txn),
            let calendar = try calendars.calendar(summary.calendar, in: txn),
            let owner = try calendars.principal(ofHome: calendar.home, in: txn)
        else { return nil }
        return EventPlace(object: object, owner: owner.uid, calendar: calendar.name, name: summary.name)
    }

    /// Returns the SUMMARY of an object, that of the series where it recurs; nil where it has none, or can not be read.
    ///
    /// - Throws: `SQLError`.
    package func title(of object: ObjectID, in txn: any SQLTransaction) throws -> String? {
        guard let data = try calendars.data(of: object, in: txn),
            let resource = try? CalendarObjectResource(parsing: data)
        else { return nil }
        return (resource.master ?? resource.instances.first)?.first("SUMMARY")?.value
    }

    private func listed(_ held: HeldAttachment, in txn: any SQLTransaction) throws -> ListedAttachment {
        let domain = held.holding.domain
        let links = try attachments.links(of: held.id, in: txn).filter { $0.domain == domain }
        let events = try links.compactMap { link in
            try ObjectID(parsing: link.object.text).flatMap { try place(of: $0, in: txn) }
        }
        let owner = try HomeID(parsing: domain.id).flatMap { try calendars.principal(ofHome: $0, in: txn) }
        return ListedAttachment(
            held: held,
            owner: owner?.uid,
            events: events.sorted { $0.path < $1.path },
            former: try attachments.formerLinks(of: held.id, in: domain, txn)
        )
    }
}
