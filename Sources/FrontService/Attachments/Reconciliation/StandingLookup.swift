import AttachmentStore
import BlobModel
import CalendarStore
import ManagedAttachments
import SQLDatabase

/// Finds out what managed IDs in the data of a PUT stand for that the object does not link yet.
///
/// RFC 8607 §3.11.3: "the server MUST prevent a calendar user from re-using a managed attachment …, unless that user is the
/// one who originally created the managed attachment." One deviation is deliberate: within one home, whoever may write a
/// calendar that has the attachment, or had it within the grace, may link it to another object of that home, whose owner
/// pays for it already.
struct StandingLookup: Sendable {
    private let dependencies: FrontDependencies
    private let planner: AttachmentPlanner
    private let write: ObjectWrite
    private let domain: DedupDomain

    /// Makes the lookup of a PUT.
    init(_ dependencies: FrontDependencies, planner: AttachmentPlanner, of write: ObjectWrite) {
        self.dependencies = dependencies
        self.planner = planner
        self.write = write
        domain = DedupDomain(write.owner.home)
    }

    /// Returns what managed IDs stand for; one that names nothing is left out.
    ///
    /// - Parameters:
    ///   - ids: The managed IDs, which may be any text.
    ///   - txn: The transaction.
    /// - Returns: The standings, in the terms of the planner.
    /// - Throws: `SQLError`.
    func standings(of ids: [ManagedID], in txn: any SQLTransaction) throws -> [ManagedID: AttachmentStanding] {
        // Few queries find out which exist and who has them, since a client may name any number of them.
        let parsed = ids.compactMap { AttachmentID(parsing: $0.text) }
        guard !parsed.isEmpty else { return [:] }
        var standings: [ManagedID: AttachmentStanding] = [:]
        let found = try dependencies.attachments.attachments(parsed, in: txn)
        let holdings = try dependencies.attachments.holdings(of: found.keys, in: txn)
        for (id, attachment) in found {
            standings[ManagedID(id.text)] = try standing(of: attachment, heldBy: holdings[id] ?? [], in: txn)
        }
        return standings
    }

    private func standing(
        of attachment: Attachment,
        heldBy holdings: [AttachmentHolding],
        in txn: any SQLTransaction
    ) throws -> AttachmentStanding {
        let described = planner.description(of: attachment)
        let isCreator = attachment.creator == write.principal.home.text
        let mayLink = try isCreator || isAtHand(attachment.id, in: txn)
        guard attachment.withdrawal == nil else { return mayLink ? .withdrawn(described) : .foreign }
        let kept = holdings.filter(\.state.hasBytes)
        guard !kept.isEmpty else { return .unknown }
        switch kept.first(where: { $0.domain == domain })?.state {
        case .live: return mayLink ? .linkable(described) : .foreign
        case .removed: return mayLink ? .removedWithinGrace(described) : .foreign
        // No copy of this home has its bytes for certain, but that of another home has.
        case .releasing, .released, nil: return isCreator ? .linkableFromOtherHome(described) : .foreign
        }
    }

    /// Returns whether an object of this home, in a calendar that the principal may write, links an attachment, or did
    /// within the grace.
    ///
    /// A client that undoes a change puts the old data again; one that splits a series may shorten the old half first, and
    /// then put the new one with what it took away.
    private func isAtHand(_ id: AttachmentID, in txn: any SQLTransaction) throws -> Bool {
        let calendars = try linkingCalendars(of: id, in: txn).union(formerCalendars(of: id, in: txn))
        return try calendars.contains { try isWritable($0, in: txn) }
    }

    private func linkingCalendars(of id: AttachmentID, in txn: any SQLTransaction) throws -> Set<CalendarID> {
        let links = try dependencies.attachments.links(of: id, in: txn).filter { $0.domain == domain }
        let objects = links.compactMap { ObjectID(parsing: $0.object.text) }
        return Set(try objects.compactMap { try dependencies.calendars.summary($0, in: txn)?.calendar })
    }

    private func formerCalendars(of id: AttachmentID, in txn: any SQLTransaction) throws -> Set<CalendarID> {
        let former = try dependencies.attachments.formerLinks(of: id, in: domain, txn).filter { former in
            // Where the bytes are live, what is long over may still be remembered.
            RemovalTerms(now: former.removed, dependencies.configuration).due >= write.now
        }
        return Set(former.compactMap { CalendarID(parsing: $0.place) })
    }

    /// An object is found for as long as its calendar is removed and not cleared: what counts is the calendar.
    private func isWritable(_ calendar: CalendarID, in txn: any SQLTransaction) throws -> Bool {
        guard let calendar = try dependencies.calendars.calendar(calendar, in: txn) else { return false }
        return try dependencies.accessControl.privileges(of: write.principal, on: calendar.asProtected, in: txn)
            .contains(.writeContent)
    }
}
