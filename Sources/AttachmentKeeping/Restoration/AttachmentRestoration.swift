package import AttachmentStore
import BlobModel
package import CalendarStore
package import FoundationEssentials
import ICalendar
package import ManagedAttachments
package import SQLDatabase

/// Brings back attachments that were removed, within the grace and without their client.
///
/// The ATTACH property is added to the components that had it, as far as they are still there, and the link is made
/// again. What a PUT of the old data does too, this does without the old data.
package struct AttachmentRestoration: Sendable {
    /// How much a home may have.
    package struct Quotas: Hashable, Sendable {
        /// The most octets of attachments.
        package let attachments: UInt64

        /// The most octets of calendar data and properties.
        package let calendarData: UInt64

        /// Creates quotas.
        package init(attachments: UInt64, calendarData: UInt64) {
            self.attachments = attachments
            self.calendarData = calendarData
        }
    }

    private let planner: AttachmentPlanner
    private let quotas: Quotas
    private let calendars = CalendarStore()
    private let attachments = AttachmentStore()

    /// Creates a restoration.
    ///
    /// - Parameters:
    ///   - planner: The rules of attachments, with the limits of the front.
    ///   - quotas: How much a home may have.
    package init(planner: AttachmentPlanner, quotas: Quotas) {
        self.planner = planner
        self.quotas = quotas
    }

    /// Brings an attachment back to the event that had it last, or to another one of the same home.
    ///
    /// - Parameters:
    ///   - id: The managed ID.
    ///   - object: The event that gets it; nil for the one that had it last and is still there.
    ///   - now: The present.
    ///   - txn: The transaction, which a refusal has to roll back.
    /// - Returns: Where it is now.
    /// - Throws: ``RestorationError``; `SQLError`.
    @discardableResult
    package func restore(
        _ id: AttachmentID,
        into object: ObjectID? = nil,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> Restored {
        guard let attachment = try attachments.attachment(id, in: txn) else { throw RestorationError.unknown(id) }
        if let withdrawal = attachment.withdrawal {
            throw RestorationError.withdrawn(id, reason: withdrawal.reason)
        }
        let target =
            if let object { try self.target(object, for: id, in: txn) } else { try formerTarget(of: id, in: txn) }
        try checkHolding(of: attachment, for: target, in: txn)
        let stored = try store(attachment, on: target, now: now, in: txn)
        try attachments.link(id, heldBy: target.domain, to: target.linked, in: txn)
        return Restored(attachment: attachment, object: stored, place: target.place)
    }

    // MARK: - The event

    /// Returns the event that was named.
    private func target(
        _ object: ObjectID,
        for id: AttachmentID,
        in txn: any SQLTransaction
    ) throws -> RestorationTarget {
        guard var target = try find(object, in: txn) else { throw RestorationError.objectGone(id) }
        let former = try attachments.formerLinks(of: id, in: target.domain, txn)
        let own = former.first { $0.object == target.linked }
        target.instances = InstanceSelection(storedText: own?.instances ?? "")
        return target
    }

    /// Returns the event that had the attachment last and is still there.
    private func formerTarget(of id: AttachmentID, in txn: any SQLTransaction) throws -> RestorationTarget {
        let former = try attachments.formerLinks(of: id, in: txn)
        for link in former {
            guard let object = ObjectID(parsing: link.object.text), var target = try find(object, in: txn) else {
                continue
            }
            target.instances = InstanceSelection(storedText: link.instances)
            return target
        }
        guard former.isEmpty else { throw RestorationError.objectGone(id) }
        try refuseReleased(try attachments.holdings(of: id, in: txn), id)
        throw RestorationError.notRemoved(id)
    }

    private func find(_ object: ObjectID, in txn: any SQLTransaction) throws -> RestorationTarget? {
        guard let found = try calendars.object(object, in: txn),
            // An object is found for as long as its calendar is removed and not cleared.
            let calendar = try calendars.calendar(found.calendar, in: txn), calendar.kind == .calendar,
            let owner = try calendars.principal(ofHome: calendar.home, in: txn)
        else { return nil }
        return RestorationTarget(
            object: found,
            calendar: calendar,
            owner: owner,
            domain: try DedupDomain(validating: calendar.home.text)
        )
    }

    // MARK: - Checks

    private func checkHolding(
        of attachment: Attachment,
        for target: RestorationTarget,
        in txn: any SQLTransaction
    ) throws {
        guard let held = try attachments.held(attachment.id, by: target.domain, in: txn) else {
            throw RestorationError.notHeld(attachment.id)
        }
        try refuseReleased([held.holding], attachment.id)
        let links = try attachments.links(of: attachment.id, in: txn).map(\.object)
        guard !links.contains(target.linked) else { throw RestorationError.notRemoved(attachment.id) }
        // What another event of the home still has counts already.
        guard held.holding.state != .live else { return }
        let used = try attachments.usage(of: target.domain, in: txn)
        guard used + attachment.size <= quotas.attachments else {
            throw RestorationError.overQuota(limit: quotas.attachments)
        }
    }

    private func refuseReleased(_ holdings: [AttachmentHolding], _ id: AttachmentID) throws(RestorationError) {
        guard !holdings.contains(where: \.state.hasBytes) else { return }
        guard let removed = holdings.compactMap(\.state.removed).max() else { return }
        throw .released(id, removed: removed)
    }

    // MARK: - The data

    /// Stores the event with the attachment; its times stay as they are.
    private func store(
        _ attachment: Attachment,
        on target: RestorationTarget,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary {
        let resource = try Self.resource(of: target.object)
        let calendar = try plan(attachment, for: resource, of: target, now: now).calendar
        // What is stored has to be readable again.
        guard calendar.object.calendar.elementCount <= ICalendarLimits.standard.maximumElements else {
            throw RestorationError.refused(.maxResourceSize(limit: planner.limits.maximumResourceSize))
        }
        let data = calendar.serialised()
        try checkSize(of: data, on: target, in: txn)
        let new = NewCalendarObject(
            name: target.object.name,
            uid: target.object.uid,
            componentType: target.object.componentType,
            data: data,
            occurrences: nil
        )
        return try calendars.put(new, in: target.calendar.id, now: now, in: txn).object.summary
    }

    private static func resource(of object: CalendarObject) throws(RestorationError) -> CalendarObjectResource {
        do {
            return try CalendarObjectResource(parsing: object.data)
        } catch {
            throw .unreadable(error)
        }
    }

    private func plan(
        _ attachment: Attachment,
        for resource: CalendarObjectResource,
        of target: RestorationTarget,
        now: Date
    ) throws(RestorationError) -> AttachmentPlan {
        let described = ManagedAttachment(
            id: ManagedID(attachment.id.text),
            label: AttachmentLabel(mediaType: attachment.mediaType, filename: attachment.filename),
            size: attachment.size,
            uris: planner.uris
        )
        let role = SchedulingRole(in: resource, ownerAddresses: target.owner.calendarUserAddresses)
        do {
            return try planner.restore(described, to: resource, on: target.instances, as: role, now: now)
        } catch {
            throw .refused(error)
        }
    }

    private func checkSize(of data: [UInt8], on target: RestorationTarget, in txn: any SQLTransaction) throws {
        let limit = planner.limits.maximumResourceSize
        guard data.count <= max(limit, target.object.size) else {
            throw RestorationError.refused(.maxResourceSize(limit: limit))
        }
        let used = try calendars.usage(of: target.calendar.home, in: txn)
        let kept = used - min(UInt64(target.object.size), used)
        guard kept + UInt64(data.count) <= max(used, quotas.calendarData) else {
            throw RestorationError.overCalendarQuota(limit: quotas.calendarData)
        }
    }
}
