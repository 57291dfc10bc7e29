import ICalendar
import HTTPTypes
import HTTPSemantics
import CalDAV
import CalendarStore
import FoundationEssentials
import SQLDatabase
import WebDAV
import ServiceSupport

/// Stores one calendar object resource: checks before the body, and checks, reconciles, stores, and links after it, in
/// one transaction.
struct ObjectWriter: Sendable {
    /// Where the object is stored.
    let path: ObjectPath

    private let dependencies: FrontDependencies
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
            let target = try target(of: data, for: write.principal, in: txn)
            guard target.place.calendar.id == write.calendar.id else { throw WebDAVError.parentMissing }
            return try store(write, data, at: target.site, participant: participant, in: txn)
        }
        if stored.unlinks { dependencies.releases.ring() }
        return stored
    }

    /// Stores data for which nothing has to be durable before, under all checks in the transaction alone.
    ///
    /// - Parameters:
    ///   - data: The body with its entry of the index.
    ///   - principal: Who sent it.
    ///   - now: The instant of the request.
    ///   - participant: Makes whoever takes part; it is not told how the transaction ended.
    /// - Returns: What was stored; it is durable.
    /// - Throws: `WebDAVError`: the first that ``admit(_:)``, the check of the component, and ``store(_:_:participant:)``
    ///   would throw; `SQLError`.
    func store(
        _ data: NewCalendarData,
        for principal: Principal,
        now: Date,
        participant: @escaping @Sendable (ObjectWrite) -> any ObjectWriteParticipant
    ) async throws -> StoredPut {
        let stored = try await dependencies.database.write { txn in
            let (place, site) = try target(of: data, for: principal, in: txn)
            try CalendarDataBody.check(data.resource.componentType, isSupportedBy: place.calendar)
            let write = ObjectWrite(principal, at: place, named: path.name, data, now: now)
            return try store(write, data, at: site, participant: participant(write), in: txn)
        }
        if stored.unlinks { dependencies.releases.ring() }
        return stored
    }

    /// Finds where data is to be stored, and checks access and conditions.
    private func target(
        of data: NewCalendarData,
        for principal: Principal,
        in txn: any SQLTransaction
    ) throws -> (place: ResolvedCalendar, site: ObjectSite) {
        let (place, site) = try dependencies.resolver.site(
            at: path,
            withUID: data.resource.uid,
            for: principal,
            in: txn
        )
        try conditions.check(site.current, for: principal, dependencies, in: txn)
        return (place, site)
    }

    private func store(
        _ write: ObjectWrite,
        _ data: NewCalendarData,
        at site: ObjectSite,
        participant: any ObjectWriteParticipant,
        in txn: any SQLTransaction
    ) throws -> StoredPut {
        let current = try site.current.flatMap { try dependencies.calendars.object($0.id, in: txn) }
        let reconciled = try participant.reconcile(replacing: current, in: txn)
        let object = NewCalendarObject(
            name: path.name,
            uid: reconciled.resource.uid,
            componentType: reconciled.resource.componentType.name,
            data: reconciled.isChanged ? reconciled.resource.serialised() : data.octets,
            // A participant changes attachments, never times.
            occurrences: data.occurrences
        )
        let written = try put(object, at: site, now: write.now, txn)
        try reconciled.stored(written.object.id, txn)
        let isChanged = data.isMended || reconciled.isChanged
        return StoredPut(written: written, isChanged: isChanged, unlinks: reconciled.unlinks)
    }

    private func put(
        _ object: NewCalendarObject,
        at site: ObjectSite,
        now: Date,
        _ txn: any SQLTransaction
    ) throws -> WrittenObject {
        let quota = CalendarDataQuota(dependencies)
        do {
            return try dependencies.calendars.put(object, at: site, now: now, in: txn, checkingRoom: quota.check)
        } catch CalendarStoreError.uidConflict(let existing) {
            throw WebDAVError.uidConflict(with: existing, besides: path)
        }
    }
}

extension ObjectWrite {
    /// Makes the PUT of a client's data in a calendar.
    init(_ principal: Principal, at place: ResolvedCalendar, named name: String, _ data: NewCalendarData, now: Date) {
        self.init(
            principal: principal,
            owner: place.owner,
            calendar: place.calendar,
            name: name,
            new: data.resource,
            now: now
        )
    }
}
