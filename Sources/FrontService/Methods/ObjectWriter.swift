import ICalendar
import HTTPTypes
import HTTPSemantics
import CalDAV
import CalendarStore
import SQLDatabase
import WebDAV
import ServiceSupport

/// Stores one calendar object resource: checks before the body, and checks, reconciles, stores, and links after it, in
/// one transaction.
struct ObjectWriter: Sendable {
    private let dependencies: FrontDependencies
    private let path: ObjectPath
    private let conditions: RequestConditions

    /// Makes the writer of one request.
    init(dependencies: FrontDependencies, path: ObjectPath, conditions: RequestConditions) {
        self.dependencies = dependencies
        self.path = path
        self.conditions = conditions
    }

    /// Checks what can be checked without the body: the calendar, access, and the conditions.
    ///
    /// - Throws: `WebDAVError` 403, 409, or 412; `SQLError`.
    func admit(_ principal: Principal) async throws -> ResolvedCalendar {
        try await dependencies.database.read { txn in
            let object = try place(for: principal, in: txn)
            try check(object.summary)
            return object.place
        }
    }

    /// Stores what a participant makes of the PUT, under the same checks again.
    ///
    /// - Parameters:
    ///   - write: The PUT.
    ///   - octets: The body, stored as it is unless the participant changes the resource.
    ///   - participant: Whoever takes part; it is told how the transaction ended, if that is known.
    /// - Returns: What was stored; it is durable.
    /// - Throws: `WebDAVError`; `SQLError`.
    func store(
        _ write: ObjectWrite,
        octets: [UInt8],
        participant: any ObjectWriteParticipant
    ) async throws -> StoredPut {
        let stored: StoredPut
        do {
            stored = try await dependencies.database.write { txn in
                try store(write, octets: octets, participant: participant, in: txn)
            }
        } catch SQLError.unknownOutcome(let message) {
            // Whether the transaction took effect is found out later; nothing may be undone before.
            throw SQLError.unknownOutcome(message: message)
        } catch {
            await participant.rolledBack()
            throw error
        }
        await participant.committed()
        dependencies.releases.ring()
        return stored
    }

    private func store(
        _ write: ObjectWrite,
        octets: [UInt8],
        participant: any ObjectWriteParticipant,
        in txn: any SQLTransaction
    ) throws -> StoredPut {
        let target = try place(for: write.principal, in: txn)
        guard target.place.calendar.id == write.calendar.id else { throw WebDAVError.parentMissing }
        try check(target.summary)
        let current = try target.summary.flatMap { try dependencies.calendars.object($0.id, in: txn) }
        let reconciled = try participant.reconcile(replacing: current, in: txn)
        let object = NewCalendarObject(
            name: path.name,
            uid: reconciled.resource.uid,
            componentType: reconciled.resource.componentType.name,
            data: reconciled.isChanged ? reconciled.resource.serialised() : octets
        )
        let written = try put(object, in: write, txn)
        try reconciled.stored(written.object.id, txn)
        return StoredPut(written: written, isChanged: reconciled.isChanged)
    }

    private func put(
        _ object: NewCalendarObject,
        in write: ObjectWrite,
        _ txn: any SQLTransaction
    ) throws -> WrittenObject {
        do {
            return try dependencies.calendars.put(object, in: write.calendar.id, now: write.now, in: txn)
        } catch CalendarStoreError.uidConflict(let existing) {
            // RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict): "Servers SHOULD report the URL of the resource that is already
            // making use of the same UID property value in the DAV:href element".
            let other = ResourcePath.object(path.owner, calendar: path.calendar, name: existing.name)
            throw WebDAVError(
                .noUIDConflict(with: Href(written: other.href)),
                "The UID is in use by another object, or the object has another UID."
            )
        }
    }

    /// Finds the place and checks that the principal may create or change the object there.
    private func place(for principal: Principal, in txn: any SQLTransaction) throws -> ResolvedObject {
        let object: ResolvedObject
        do {
            // Whoever may not read learns nothing of what is there, not even by the privilege that he is told to lack.
            object = try dependencies.resolver.object(at: path, for: principal, requiring: .read, in: txn)
        } catch let error as WebDAVError where error.status == .notFound {
            throw WebDAVError.parentMissing
        }
        // RFC 3744 §3.2: replacing needs DAV:write-content, creating needs DAV:bind on the collection.
        let required: Privileges = object.summary == nil ? .bind : .writeContent
        let checked = object.summary == nil ? .calendar(path.owner, name: path.calendar) : path.resource
        try AccessDenial.check(object.place.privileges, contain: required, on: checked)
        guard object.place.calendar.kind == .calendar else {
            throw WebDAVError(.forbidden, "Only the server writes to a scheduling inbox or outbox.")
        }
        return object
    }

    private func check(_ current: CalendarObjectSummary?) throws {
        guard conditions.evaluate(current: current, isSafe: false) == .proceed else {
            throw WebDAVError.preconditionFailed
        }
    }
}
