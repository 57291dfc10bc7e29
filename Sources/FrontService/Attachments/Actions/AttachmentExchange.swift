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
    /// The most octets of data that are read on the thread of the request.
    private static let lookUpOctets = 64 << 10

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

    /// Makes an exchange of its parts, wherever they come from: a request, a grant, a form.
    ///
    /// - Parameters:
    ///   - principal: Who asks.
    ///   - path: The path of the calendar object resource.
    ///   - head: What is asked for, and how.
    ///   - received: The instant of the request.
    ///   - dependencies: What all handlers work with.
    init(
        principal: Principal,
        at path: ObjectPath,
        head: AttachmentActionHead,
        received: Date,
        _ dependencies: FrontDependencies
    ) {
        self.dependencies = dependencies
        self.path = path
        self.principal = principal
        self.received = received
        self.head = head
    }

    /// Makes the exchange of a request.
    ///
    /// - Throws: What the head of the request throws.
    init(_ request: FrontRequest, at path: ObjectPath, _ dependencies: FrontDependencies) throws {
        self.init(
            principal: request.principal,
            at: path,
            head: try AttachmentActionHead(
                request,
                allowsInstances: dependencies.configuration.attachments.allowsInstances
            ),
            received: request.received,
            dependencies
        )
    }

    /// Makes the same exchange at another instant.
    func at(_ now: Date) -> AttachmentExchange {
        AttachmentExchange(principal: principal, at: path, head: head, received: now, dependencies)
    }

    /// Finds the resource, and checks access and conditions.
    ///
    /// Asked before the body is read, and again in the transaction that stores what comes of it: an upload takes time.
    ///
    /// - Throws: `WebDAVError` 403 without the privileges, 404 where there is no resource, 412 for a condition that does
    ///   not hold; `SQLError`.
    func place(in txn: any SQLTransaction) throws -> AttachmentPlace {
        // Whoever may not read learns nothing of what is there, not even by the privilege that he is told to lack.
        let found = try dependencies.resolver.object(at: path, for: principal, requiring: .read, in: txn)
        guard let object = found.summary else { throw WebDAVError.notFound }
        // RFC 8607 §3.11.1: a POST is an "implicit modification of the targeted calendar resource (equivalent of a
        // PUT)", which RFC 3744 §3.4 gives DAV:write-content.
        try AccessDenial.check(found.place.privileges, contain: .writeContent, on: path.resource)
        let conditions = RequestConditions(head.conditions, on: path.resource)
        try conditions.check(object, for: principal, dependencies, in: txn)
        return AttachmentPlace(object, in: found.place)
    }

    /// Asks something about the resource before anything is written, with the checks of ``place(in:)``.
    ///
    /// - Parameter question: Asks; it may read the data of the resource.
    /// - Returns: The answer.
    /// - Throws: What ``place(in:)`` throws, what `question` throws; `SQLError`.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (AttachmentPlace, any SQLTransaction) throws -> Answer
    ) async throws -> Answer {
        // A resource whose data is small is a few rows that are found by their keys.
        let answer: Answer? = try await dependencies.database.lookUp { txn in
            let place = try place(in: txn)
            return place.object.size <= Self.lookUpOctets ? try question(place, txn) : nil
        }
        if let answer { return answer }
        return try await dependencies.database.read { txn in try question(try place(in: txn), txn) }
    }

    /// Reads and parses the data of a resource.
    ///
    /// - Throws: `WebDAVError` 404; `CalendarObjectError` for stored data that is not valid; `SQLError`.
    func target(at place: AttachmentPlace, in txn: any SQLTransaction) throws -> AttachmentTarget {
        guard let data = try dependencies.calendars.data(of: place.object.id, in: txn) else {
            throw WebDAVError.notFound
        }
        return try AttachmentTarget(data, at: place)
    }

    /// Returns what an action makes of the resource.
    ///
    /// - Throws: `ManagedAttachmentViolation`; `WebDAVError` with CALDAV:max-resource-size; `SQLError`.
    func plan(
        _ action: some AttachmentAction,
        at place: AttachmentPlace,
        size: UInt64,
        in txn: any SQLTransaction
    ) throws -> PlannedAction {
        let planned = try action.plan(on: try target(at: place, in: txn), size: size, in: txn)
        let limit = dependencies.configuration.maximumResourceSize
        // RFC 8607 §3.11.1: the preconditions of "this implicit PUT" include CALDAV:max-resource-size. What shrinks is
        // let through, so that a resource from before a lower limit can lose its attachments.
        guard planned.object.data.count <= max(limit, place.object.size) else { throw CalendarDataBody.tooLarge(limit) }
        // What is stored can be read again: a resource at the parser's limits takes no more.
        try ParserAllowance.check(elements: planned.elementCount)
        return planned
    }

    /// Refuses calendar data that the home has no room for, before any of it is written; what shrinks is never refused.
    ///
    /// - Throws: `WebDAVError` 507 with DAV:quota-not-exceeded; `SQLError`.
    func checkRoom(for planned: PlannedAction, at place: AttachmentPlace, in txn: any SQLTransaction) throws {
        guard planned.object.data.count > place.object.size else { return }
        try CalendarDataQuota(dependencies).checkRoom(
            for: UInt64(planned.object.data.count),
            replacing: UInt64(place.object.size),
            in: place.home,
            txn
        )
    }

    /// Stores what an action makes of the resource, with its links.
    ///
    /// - Parameters:
    ///   - planned: The plan for the resource as this transaction sees it.
    ///   - place: The resource.
    ///   - uploaded: The attachment that the action adds, if it adds one.
    ///   - txn: The transaction; it is rolled back when this throws.
    /// - Returns: The resource as it is stored.
    /// - Throws: `WebDAVError` 507 beyond a quota; `AttachmentStoreError`; `SQLError`.
    func store(
        _ planned: PlannedAction,
        at place: AttachmentPlace,
        uploaded: Attachment? = nil,
        in txn: any SQLTransaction
    ) throws -> CalendarObject {
        let quota = CalendarDataQuota(dependencies)
        let written = try dependencies.calendars.put(
            planned.object,
            at: place.site,
            now: received,
            in: txn,
            checkingRoom: quota.check
        )
        try carryOut(planned, on: written.object.id, at: place, uploaded: uploaded, in: txn)
        return written.object
    }

    private func carryOut(
        _ planned: PlannedAction,
        on object: ObjectID,
        at place: AttachmentPlace,
        uploaded: Attachment?,
        in txn: any SQLTransaction
    ) throws {
        let terms = RemovalTerms(now: received, dependencies.configuration)
        var effects = AttachmentEffects(on: object, of: place.object.calendar, in: place.domain, terms: terms)
        if let uploaded { effects.uploaded = [uploaded.id: uploaded] }
        effects.formerInstances = planned.formerInstances
        let quota = AttachmentQuota(dependencies)
        try quota.enforce(planned.effects, adding: uploaded?.size ?? 0, in: place.domain, txn) {
            try effects.apply(planned.effects, to: dependencies.attachments, in: txn)
        }
    }
}
