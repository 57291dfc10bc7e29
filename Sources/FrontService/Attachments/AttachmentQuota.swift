import AttachmentStore
import BlobModel
import CalendarStore
import ManagedAttachments
import SQLDatabase
import WebDAV

/// The octets of managed attachments that one calendar home may have (RFC 8607 §3.11.2).
///
/// The size of an attachment counts once per home, however many objects link it and whether or not the bytes were there.
struct AttachmentQuota: Sendable {
    /// The greatest number of octets.
    let limit: UInt64

    private let store: AttachmentStore

    /// Makes the quota that the operator set.
    init(_ dependencies: FrontDependencies) {
        limit = dependencies.configuration.quotaBytes
        store = dependencies.attachments
    }

    /// Returns the octets that a home can still add.
    ///
    /// - Parameters:
    ///   - domain: The home.
    ///   - freed: The octets that the same change takes away.
    ///   - txn: The transaction.
    /// - Returns: The octets; 0 where the quota is used up or exceeded.
    /// - Throws: `SQLError`.
    func room(in domain: DedupDomain, freeing freed: UInt64 = 0, _ txn: any SQLTransaction) throws -> UInt64 {
        let used = try store.usage(of: domain, in: txn)
        let remaining = used - min(freed, used)
        return limit - min(remaining, limit)
    }

    /// Returns the octets that a home gets back when an object drops an attachment.
    ///
    /// - Throws: `SQLError`.
    func octetsFreed(
        dropping id: AttachmentID,
        from object: ObjectID,
        in domain: DedupDomain,
        _ txn: any SQLTransaction
    ) throws -> UInt64 {
        guard let held = try store.held(id, by: domain, in: txn), held.holding.state == .live else { return 0 }
        let links = try store.links(of: id, in: txn).filter { $0.domain == domain }
        let isLast = links.map(\.object) == [LinkedObjectID(object.text)]
        return isLast ? held.attachment.size : 0
    }

    /// Carries out the effects of a POST, and refuses them when the home has too much with them.
    ///
    /// - Parameters:
    ///   - effects: The effects; of what they link, the home has everything but the upload already.
    ///   - added: The octets of the upload; 0 where there is none.
    ///   - domain: The home.
    ///   - txn: The transaction, which a refusal has to roll back.
    ///   - change: Carries the effects out, and returns the octets that the home had once the upload was linked.
    /// - Throws: `WebDAVError` 507 with DAV:quota-not-exceeded; what `change` throws; `SQLError`.
    func enforce(
        _ effects: [AttachmentEffect],
        adding added: UInt64,
        in domain: DedupDomain,
        _ txn: any SQLTransaction,
        during change: () throws -> UInt64?
    ) throws {
        guard added > 0 else {
            _ = try change()
            return
        }
        // What goes away is known once it has gone; without it the upload itself tells what there is with it.
        guard !effects.contains(where: \.isUnlink) else { return try enforce(in: domain, txn) { _ = try change() } }
        guard let octets = try change(), octets > limit else { return }
        throw WebDAVError.quotaExceeded(limit)
    }

    /// Makes a change and refuses it when the home has too much after it; less than before is never too much.
    ///
    /// - Parameters:
    ///   - domain: The home.
    ///   - txn: The transaction, which a refusal has to roll back.
    ///   - change: Writes the change.
    /// - Throws: `WebDAVError` 507 with DAV:quota-not-exceeded; what `change` throws; `SQLError`.
    func enforce(in domain: DedupDomain, _ txn: any SQLTransaction, during change: () throws -> Void) throws {
        let before = try store.usage(of: domain, in: txn)
        try change()
        let after = try store.usage(of: domain, in: txn)
        guard after <= max(before, limit) else { throw WebDAVError.quotaExceeded(limit) }
    }
}
