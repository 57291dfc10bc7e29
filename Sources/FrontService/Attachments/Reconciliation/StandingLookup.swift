import AttachmentStore
import BlobModel
import CalendarStore
import ManagedAttachments
import SQLDatabase

/// Finds out what managed IDs in the data of a PUT stand for that the object does not link yet.
///
/// RFC 8607 §3.11.3: "the server MUST prevent a calendar user from re-using a managed attachment …, unless that user is the
/// one who originally created the managed attachment." One deviation is deliberate: within one home, whoever may write a
/// calendar that has the attachment may link it to another object of that home, whose owner pays for it already.
struct StandingLookup: Sendable {
    private let dependencies: FrontDependencies
    private let planner: AttachmentPlanner
    private let principal: Principal
    private let home: HomeID
    private let domain: DedupDomain

    /// Makes the lookup of a PUT by a principal into a home.
    init(_ dependencies: FrontDependencies, planner: AttachmentPlanner, principal: Principal, home: HomeID) {
        self.dependencies = dependencies
        self.planner = planner
        self.principal = principal
        self.home = home
        domain = DedupDomain(home)
    }

    /// Returns what managed IDs stand for; one that names nothing is left out.
    ///
    /// - Parameters:
    ///   - ids: The managed IDs, which may be any text.
    ///   - txn: The transaction.
    /// - Returns: The standings, in the terms of the planner.
    /// - Throws: `SQLError`.
    func standings(of ids: [ManagedID], in txn: any SQLTransaction) throws -> [ManagedID: AttachmentStanding] {
        // One query finds out which exist, since a client may invent any number of them.
        let parsed = ids.compactMap { AttachmentID(parsing: $0.text) }
        var standings: [ManagedID: AttachmentStanding] = [:]
        for (id, attachment) in try dependencies.attachments.attachments(parsed, in: txn) {
            standings[ManagedID(id.text)] = try standing(of: attachment, in: txn)
        }
        return standings
    }

    private func standing(of attachment: Attachment, in txn: any SQLTransaction) throws -> AttachmentStanding {
        let kept = try dependencies.attachments.holdings(of: attachment.id, in: txn).filter(\.state.hasBytes)
        guard attachment.withdrawal == nil, !kept.isEmpty else { return .unknown }
        let isCreator = attachment.creator == principal.home.text
        let described = planner.description(of: attachment)
        switch kept.first(where: { $0.domain == domain })?.state {
        case .live:
            return try isCreator || isWritable(attachment.id, in: txn) ? .linkable(described) : .foreign
        case .removed:
            return isCreator ? .removedWithinGrace(described) : .foreign
        // No copy of this home has its bytes for certain, but that of another home has.
        case .releasing, .released, nil:
            return isCreator ? .linkableFromOtherHome(described) : .foreign
        }
    }

    /// Returns whether an object of this home, in a calendar that the principal may write, links an attachment.
    private func isWritable(_ id: AttachmentID, in txn: any SQLTransaction) throws -> Bool {
        let links = try dependencies.attachments.links(of: id, in: txn).filter { $0.domain == domain }
        return try links.contains { link in
            guard let object = ObjectID(parsing: link.object.text),
                let summary = try dependencies.calendars.summary(object, in: txn),
                // An object is found for as long as its calendar is removed and not cleared.
                try dependencies.calendars.calendar(summary.calendar, in: txn) != nil
            else { return false }
            let privileges = try dependencies.accessControl.privileges(
                of: principal,
                on: .calendar(summary.calendar, in: home),
                in: txn
            )
            return privileges.contains(.writeContent)
        }
    }
}
