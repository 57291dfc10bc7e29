import HTTPTypes
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import HTTPSemantics
import ICalendar
import ManagedAttachments
import SQLDatabase
import WebDAV

/// One POST on a calendar object resource: who asks what of which resource.
struct AttachmentExchange: Sendable {
    /// What all handlers work with.
    let dependencies: FrontDependencies

    /// The path of the calendar object resource.
    let path: ObjectPath

    /// Who sent the request.
    let principal: Principal

    /// The instant of the request.
    let received: Date

    /// What its head says.
    let head: AttachmentActionHead

    /// Makes the exchange of a request.
    init(_ request: FrontRequest, at path: ObjectPath, _ dependencies: FrontDependencies) throws {
        self.dependencies = dependencies
        self.path = path
        principal = request.principal
        received = request.received
        head = try AttachmentActionHead(
            request,
            allowsInstances: dependencies.configuration.attachments.allowsInstances
        )
    }

    /// Finds the resource, and checks access and conditions.
    ///
    /// Asked before the body is read, and again in the transaction that stores what comes of it: an upload takes time.
    ///
    /// - Throws: `WebDAVError` 403 without the privileges, 404 where there is no resource, 412 for a condition that does
    ///   not hold; `SQLError`.
    func target(in txn: any SQLTransaction) throws -> AttachmentTarget {
        // Whoever may not read learns nothing of what is there, not even by the privilege that he is told to lack.
        let found = try dependencies.resolver.object(at: path, for: principal, requiring: .read, in: txn)
        guard let summary = found.summary, let object = try dependencies.calendars.object(summary.id, in: txn) else {
            throw WebDAVError.notFound
        }
        // RFC 8607 §3.11.1: a POST is an "implicit modification of the targeted calendar resource (equivalent of a
        // PUT)", which RFC 3744 §3.2 gives DAV:write-content.
        try AccessDenial.check(found.place.privileges, contain: .writeContent, on: path.resource)
        guard found.place.calendar.kind == .calendar else {
            throw WebDAVError(.forbidden, "Only the server writes to a scheduling inbox or outbox.")
        }
        try head.conditions.check(summary, for: principal, dependencies, in: txn)
        return try AttachmentTarget(object, in: found.place)
    }

    /// Returns what an action makes of the resource.
    ///
    /// - Throws: `ManagedAttachmentViolation`; `WebDAVError` with CALDAV:max-resource-size; `SQLError`.
    func plan(
        _ action: some AttachmentAction,
        on target: AttachmentTarget,
        size: UInt64,
        in txn: any SQLTransaction
    ) throws -> PlannedAction {
        let planned = try action.plan(on: target, size: size, in: txn)
        let limit = dependencies.configuration.maximumResourceSize
        // RFC 8607 §3.11.1: the preconditions of "this implicit PUT" include CALDAV:max-resource-size. What shrinks is
        // let through, so that a resource from before a lower limit can lose its attachments.
        guard planned.data.count <= max(limit, target.object.size) else { throw CalendarDataBody.tooLarge(limit) }
        // What is stored can be read again: a resource at the parser's limits takes no more.
        _ = try CalendarDataBody.parse(planned.data)
        return planned
    }

    /// Refuses calendar data that the home has no room for, before a body is read; what shrinks is never refused.
    ///
    /// - Throws: `WebDAVError` 507 with DAV:quota-not-exceeded; `SQLError`.
    func checkRoom(for planned: PlannedAction, on target: AttachmentTarget, in txn: any SQLTransaction) throws {
        guard planned.data.count > target.object.size else { return }
        try CalendarDataQuota(dependencies).checkRoom(
            for: UInt64(planned.data.count),
            replacing: UInt64(target.object.size),
            in: target.home,
            txn
        )
    }

    /// Stores what an action makes of the resource, with its links.
    ///
    /// - Parameters:
    ///   - planned: The plan for the resource as this transaction sees it.
    ///   - target: The resource.
    ///   - occurrences: When a time range may match the resource, as it was read before.
    ///   - uploaded: The attachment that the action adds, if it adds one.
    ///   - txn: The transaction; it is rolled back when this throws.
    /// - Returns: The resource as it is stored.
    /// - Throws: `WebDAVError` 507 beyond a quota; `AttachmentStoreError`; `SQLError`.
    func store(
        _ planned: PlannedAction,
        on target: AttachmentTarget,
        indexed occurrences: TargetOccurrences,
        uploaded: Attachment? = nil,
        in txn: any SQLTransaction
    ) throws -> CalendarObject {
        let new = NewCalendarObject(
            name: target.object.name,
            uid: planned.plan.calendar.uid,
            componentType: planned.plan.calendar.componentType.name,
            data: planned.data,
            occurrences: occurrences.entry(for: target)
        )
        let written = try CalendarDataQuota(dependencies).enforce(in: target.home, txn) {
            try dependencies.calendars.put(new, in: target.object.calendar, now: received, in: txn)
        }
        let terms = RemovalTerms(now: received, dependencies.configuration)
        var effects = AttachmentEffects(on: written.object.id, in: target.domain, terms: terms)
        effects.uploaded = uploaded
        try AttachmentQuota(dependencies).enforce(in: target.domain, txn) {
            try effects.apply(planned.plan.effects, to: dependencies.attachments, in: txn)
        }
        return written.object
    }
}
