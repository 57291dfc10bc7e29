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
        try await dependencies.database.lookUp { txn in
            let object = try dependencies.resolver.destination(at: path, for: principal, in: txn)
            try conditions.check(object.summary, for: principal, dependencies, in: txn)
            return object.place
        }
    }

    /// Stores what a participant makes of the PUT, under the same checks again.
    ///
    /// - Parameters:
    ///   - write: The PUT.
    ///   - data: The body, stored as it is unless the participant changes the resource, with its entry of the index; that was
    ///     calculated before, because every other write waits while a transaction is open.
    ///   - participant: Whoever takes part; it is told how the transaction ended, if that is known.
    /// - Returns: What was stored; it is durable.
    /// - Throws: `WebDAVError`; `SQLError`.
    func store(
        _ write: ObjectWrite,
        _ data: NewCalendarData,
        participant: any ObjectWriteParticipant
    ) async throws -> StoredPut {
        let stored = try await participant.settling(in: dependencies.database) { txn in
            try store(write, data, participant: participant, in: txn)
        }
        if stored.unlinks { dependencies.releases.ring() }
        return stored
    }

    private func store(
        _ write: ObjectWrite,
        _ data: NewCalendarData,
        participant: any ObjectWriteParticipant,
        in txn: any SQLTransaction
    ) throws -> StoredPut {
        let target = try dependencies.resolver.destination(at: path, for: write.principal, in: txn)
        guard target.place.calendar.id == write.calendar.id else { throw WebDAVError.parentMissing }
        try conditions.check(target.summary, for: write.principal, dependencies, in: txn)
        let current = try target.summary.flatMap { try dependencies.calendars.object($0.id, in: txn) }
        let reconciled = try participant.reconcile(replacing: current, in: txn)
        let object = NewCalendarObject(
            name: path.name,
            uid: reconciled.resource.uid,
            componentType: reconciled.resource.componentType.name,
            data: reconciled.isChanged ? reconciled.resource.serialised() : data.octets,
            // A participant changes attachments, never times.
            occurrences: data.occurrences
        )
        let (home, size) = (target.place.calendar.home, UInt64(object.data.count))
        let written = try CalendarDataQuota(dependencies).enforce(in: home, txn, addingAtMost: size) {
            try put(object, in: write, txn)
        }
        try reconciled.stored(written.object.id, txn)
        return StoredPut(written: written, isChanged: reconciled.isChanged, unlinks: reconciled.unlinks)
    }

    private func put(
        _ object: NewCalendarObject,
        in write: ObjectWrite,
        _ txn: any SQLTransaction
    ) throws -> WrittenObject {
        do {
            return try dependencies.calendars.put(object, in: write.calendar.id, now: write.now, in: txn)
        } catch CalendarStoreError.uidConflict(let existing) {
            throw WebDAVError.uidConflict(with: existing, besides: path)
        }
    }
}
