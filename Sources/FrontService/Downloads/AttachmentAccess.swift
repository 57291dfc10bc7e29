import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import SQLDatabase

/// Computes who may read an attachment, live from every object that links it.
///
/// Nothing of the answer is stored: removing a link, or losing a privilege, counts from the next request on.
struct AttachmentAccess: Sendable {
    private let attachments: AttachmentStore
    private let calendars: CalendarStore
    private let accessControl: AccessControl
    private let deployment: DeploymentStore
    private let database: any SQLDatabase

    /// Up to how many links are followed on the thread that asks.
    private static let fewLinks = 8

    /// Makes the rules over the stores of a front.
    init(_ dependencies: FrontDependencies) {
        attachments = dependencies.attachments
        calendars = dependencies.calendars
        accessControl = dependencies.accessControl
        deployment = dependencies.deployment
        database = dependencies.database
    }

    /// Decides about one attachment, and tells the epoch of the shard map that was seen together with it.
    ///
    /// It is looked up where one of a few objects that link the attachment may be read: each costs some rows by their keys. For
    /// whoever may read none of them all homes are asked that ever held it.
    ///
    /// - Throws: `SQLError`.
    func decision(
        on id: AttachmentID,
        for principal: Principal
    ) async throws -> (decision: AttachmentDecision, epoch: UInt64?) {
        let brief: (AttachmentDecision, UInt64?)? = try await database.lookUp { txn in
            guard try !attachments.hasLinks(id, beyond: Self.fewLinks, in: txn),
                let attachment = try attachments.attachment(id, in: txn),
                let decision = try linkedDecision(on: attachment, attachments.links(of: id, in: txn), principal, txn)
            else { return nil }
            return (decision, try deployment.shardMapEpoch(in: txn))
        }
        if let brief { return brief }
        return try await database.read { txn in
            (try decision(on: id, for: principal, in: txn), try deployment.shardMapEpoch(in: txn))
        }
    }

    /// Decides about one attachment; the managed ID alone selects it.
    ///
    /// - Throws: `SQLError`.
    private func decision(
        on id: AttachmentID,
        for principal: Principal,
        in txn: any SQLTransaction
    ) throws -> AttachmentDecision {
        guard let attachment = try attachments.attachment(id, in: txn) else { return .unknown }
        let links = try attachments.links(of: id, in: txn)
        return try linkedDecision(on: attachment, links, principal, txn)
            ?? decisionWithoutLink(attachment, principal, isLinked: !links.isEmpty, txn)
    }

    /// Decides for a principal who reads an object that links the attachment; nil for one who reads none.
    private func linkedDecision(
        on attachment: Attachment,
        _ links: [AttachmentLink],
        _ principal: Principal,
        _ txn: any SQLTransaction
    ) throws -> AttachmentDecision? {
        let readable = try links.first { try canRead(through: $0, principal, in: txn) }
        guard let readable else { return nil }
        if let withdrawal = attachment.withdrawal { return .removed(reason: withdrawal.reason) }
        guard let held = try attachments.held(attachment.id, by: readable.domain, in: txn) else { return .unknown }
        return .readable(held)
    }

    /// Returns whether a principal may read an attachment through one object that links it.
    ///
    /// This is the one rule: whoever may read the calendar of the object. Sharees and delegates come through
    /// ``AccessControl``; attendees of the organizer's object are to be asked for here, by the object.
    private func canRead(
        through link: AttachmentLink,
        _ principal: Principal,
        in txn: any SQLTransaction
    ) throws -> Bool {
        guard let object = ObjectID(parsing: link.object.text),
            let summary = try calendars.summary(object, in: txn),
            let calendar = try calendars.calendar(summary.calendar, in: txn)
        else { return false }
        return try accessControl.privileges(of: principal, on: calendar.asProtected, in: txn)
            .contains(.read)
    }

    /// Decides for a principal who reads no object that links the attachment.
    ///
    /// Whoever may read a home that held it could read it once, and learns that it is gone.
    private func decisionWithoutLink(
        _ attachment: Attachment,
        _ principal: Principal,
        isLinked: Bool,
        _ txn: any SQLTransaction
    ) throws -> AttachmentDecision {
        for holding in try attachments.holdings(of: attachment.id, in: txn) {
            guard let home = HomeID(parsing: holding.domain.id),
                try accessControl.privileges(of: principal, on: .home(home), in: txn).contains(.read)
            else { continue }
            return .removed(reason: attachment.withdrawal?.reason ?? AttachmentDecision.removedByUser)
        }
        return isLinked ? .denied : .unknown
    }
}
