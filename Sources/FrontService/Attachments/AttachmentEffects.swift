import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import ManagedAttachments
import SQLDatabase

/// Carries out what a plan says beside the calendar data, in the transaction that stores the data.
struct AttachmentEffects: Sendable {
    /// The object whose data was planned.
    let object: ObjectID

    /// The calendar that the object is in.
    let calendar: CalendarID

    /// The home that the object is in.
    let domain: DedupDomain

    /// When links are dropped, and for how long that can be undone.
    let terms: RemovalTerms

    /// The attachments whose bytes were stored for the plan.
    var uploaded: [AttachmentID: Attachment] = [:]

    /// The components that had the attachments whose links are dropped, where that is not all of them.
    var formerInstances: [ManagedID: InstanceSelection] = [:]

    /// The references of the copies that were made for the plan.
    var copies: [AttachmentID: ReferenceID] = [:]

    private var link: LinkedObjectID { LinkedObjectID(object.text) }

    /// Makes the effects on an object.
    init(on object: ObjectID, of calendar: CalendarID, in domain: DedupDomain, terms: RemovalTerms) {
        self.object = object
        self.calendar = calendar
        self.domain = domain
        self.terms = terms
    }

    /// Carries out the effects in their order.
    ///
    /// - Returns: The octets that counted towards the home's quota when the last upload was linked; nil without any.
    /// - Throws: `AttachmentStoreError`, `SQLError`; the caller rolls back.
    @discardableResult
    func apply(
        _ effects: [AttachmentEffect],
        to store: AttachmentStore,
        in txn: any SQLTransaction
    ) throws -> UInt64? {
        var octets: UInt64?
        for effect in effects {
            switch effect {
            case .link(let id): octets = try link(id, store, txn) ?? octets
            case .copyIntoHome(let id, _): try hold(id, store, txn)
            case .unlink(let id): try unlink(id, store, txn)
            // The link that follows undoes the removal.
            case .restore: break
            // Scheduling messages are put into the same transaction once there is scheduling.
            case .sendSchedulingMessages: break
            }
        }
        return octets
    }

    private func link(_ id: ManagedID, _ store: AttachmentStore, _ txn: any SQLTransaction) throws -> UInt64? {
        let id = Self.stored(id)
        if let uploaded = uploaded[id] { return try store.add(uploaded, heldBy: domain, linkedTo: link, in: txn) }
        try store.link(id, heldBy: domain, to: link, in: txn)
        return nil
    }

    private func hold(_ id: ManagedID, _ store: AttachmentStore, _ txn: any SQLTransaction) throws {
        let id = Self.stored(id)
        guard let reference = copies[id] else { preconditionFailure("The bytes of \(id) were copied before.") }
        try store.hold(id, by: domain, reference: reference, begun: terms.now, linkedTo: link, in: txn)
    }

    private func unlink(_ id: ManagedID, _ store: AttachmentStore, _ txn: any SQLTransaction) throws {
        // Data that an organizer elsewhere wrote can hold a managed ID that is none of this service.
        guard let stored = AttachmentID(parsing: id.text) else { return }
        let instances = formerInstances[id] ?? .all
        let place = LinkedPlace(object: link, place: calendar.text, instances: instances.storedText)
        try store.unlink(stored, from: place, terms: terms, in: txn)
    }

    private static func stored(_ id: ManagedID) -> AttachmentID {
        guard let id = AttachmentID(parsing: id.text) else {
            preconditionFailure("Only attachments that were looked up are linked.")
        }
        return id
    }
}

extension RemovalTerms {
    /// Makes the terms of a removal at an instant, with the grace that the operator set.
    ///
    /// As much as the quota can be had back, so that a home never takes more than twice its quota.
    init(now: Date, _ configuration: FrontConfiguration) {
        self.init(now: now, grace: configuration.attachments.grace, capacity: configuration.quotaBytes)
    }
}
