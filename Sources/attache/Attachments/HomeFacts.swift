import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import SQLDatabase

/// What one home has of an attachment.
struct HomeFacts: Encodable {
    /// The name of the home's owner; absent when the owner is gone.
    let user: String?

    /// The random ID of the home.
    let home: String

    /// `live`, `removed`, `releasing` or `released`.
    let state: String

    /// The instant of the removal; absent while it is live.
    let removed: Date?

    /// The instant until which it can be restored; absent where it cannot.
    let restorableUntil: Date?

    /// The events that have it.
    let events: [Event]

    /// The events that had it, the latest removal first, for as long as it can be restored.
    let removedFrom: [Former]

    /// An event that has the attachment.
    struct Event: Encodable {
        /// The path.
        let path: String
        /// The summary; absent where it has none.
        let title: String?
    }

    /// An event that had the attachment.
    struct Former: Encodable {
        /// The path; absent when the event is gone.
        let path: String?
        /// The RECURRENCE-ID values of the instances that had it, `M` for the master; absent for all of them.
        let instances: String?
        /// The instant of the removal.
        let removed: Date
    }

    /// Reads the facts.
    ///
    /// - Throws: `SQLError`.
    init(_ listed: ListedAttachment, in txn: any SQLTransaction) throws {
        let (holding, listing) = (listed.held.holding, AttachmentListing())
        user = listed.owner?.text
        home = holding.domain.id
        state = holding.state.phase.rawValue
        removed = holding.state.removed
        restorableUntil = listed.held.attachment.withdrawal == nil ? holding.state.due : nil
        events = try listed.events.map { place in
            Event(path: place.path, title: try listing.title(of: place.object, in: txn))
        }
        let former = try AttachmentStore().formerLinks(of: listed.id, in: holding.domain, txn)
        let objects = former.compactMap { ObjectID(parsing: $0.object.text) }
        let places = try listing.places(of: objects, in: txn)
        removedFrom = former.map { former in
            Former(
                path: ObjectID(parsing: former.object.text).flatMap { places[$0] }?.path,
                instances: former.instances.isEmpty ? nil : former.instances,
                removed: former.removed
            )
        }
    }

    /// Adds the facts to a list for people.
    func add(to list: inout FactList) {
        let until = restorableUntil.map { ", can be restored until \($0.text)" } ?? ""
        let since = removed.map { " since \($0.text)" } ?? ""
        list.add("home", "\(user ?? "of a user who is gone") (\(home)): \(state)\(since)\(until)")
        for event in events {
            list.add("  event", event.path + (event.title.map { "  \(PlainText($0))" } ?? ""))
        }
        for former in removedFrom {
            let instances = former.instances.map { ", instances \($0)" } ?? ""
            list.add("  removed from", "\(former.path ?? "an event that is gone")\(instances), \(former.removed.text)")
        }
    }
}
