import CalendarStore
import ICalendar
import SQLDatabase
import WebDAV

/// Copies a calendar object resource (RFC 4918 §9.8), or moves it to another home.
///
/// The copy goes the way of a PUT of the same data, so that its attachments are linked, copied into the home, or left out
/// by the same rules.
struct ObjectCopy: Sendable {
    /// What was found before the transaction that stores the copy.
    private struct Original: Sendable {
        /// The object with its data.
        let object: CalendarObject
        /// The copy as the participants see it.
        let write: ObjectWrite
    }

    private let transfer: Transfer
    private let source: ObjectPath
    private let destination: ObjectPath

    /// Makes the copy of an object.
    init(_ transfer: Transfer, from source: ObjectPath, to destination: ObjectPath) {
        self.transfer = transfer
        self.source = source
        self.destination = destination
    }

    /// Copies the object, and begins once more when the world changed between the preparation and the transaction.
    ///
    /// - Returns: Whether nothing was at the destination; the copy is durable.
    /// - Throws: `WebDAVError`; `SQLError`; `ObjectWriteOutdated` where the world changed once more.
    func perform() async throws -> Bool {
        do {
            return try await attempt()
        } catch is ObjectWriteOutdated {
            return try await attempt()
        }
    }

    private func attempt() async throws -> Bool {
        let database = transfer.dependencies.database
        let original = try await database.read { txn in try find(in: txn) }
        // Calculated here, because others wait for a connection while a transaction is open.
        let occurrences = OccurrenceIndexEntry(indexing: original.write.new, now: transfer.received)
        let participant = try await transfer.hook.begin(original.write)
        return try await participant.settling(in: database) { txn in
            try store(original, indexed: occurrences, participant, in: txn)
        }
    }

    private func find(in txn: any SQLTransaction) throws -> Original {
        let places = try ObjectTransferPlaces(transfer, from: source, to: destination, in: txn)
        guard let object = try calendars.object(places.object.id, in: txn) else { throw WebDAVError.notFound }
        let resource = try CalendarDataBody.parse(object.data)
        let write = ObjectWrite(
            principal: transfer.principal,
            owner: places.target.place.owner,
            calendar: places.target.place.calendar,
            name: destination.name,
            new: resource,
            now: transfer.received,
            isCopy: true
        )
        return Original(object: object, write: write)
    }

    private func store(
        _ original: Original,
        indexed occurrences: OccurrenceIndexEntry,
        _ participant: any ObjectWriteParticipant,
        in txn: any SQLTransaction
    ) throws -> Bool {
        let places = try ObjectTransferPlaces(transfer, from: source, to: destination, in: txn)
        guard places.object == original.object.summary, places.target.place.calendar.id == original.write.calendar.id
        else { throw ObjectWriteOutdated() }
        let current = try places.target.summary.flatMap { try calendars.object($0.id, in: txn) }
        let reconciled = try participant.reconcile(replacing: current, in: txn)
        let quota = CalendarDataQuota(transfer.dependencies)
        let written = try quota.enforce(in: places.target.place.calendar.home, txn) {
            let written = try put(reconciled, of: original, indexed: occurrences, in: txn)
            try calendars.replaceDeadProperties(of: written.object.id, byThoseOf: places.object.id, in: txn)
            return written
        }
        try reconciled.stored(written.object.id, txn)
        if transfer.isMove { try transfer.removal.remove(places.object, from: places.source, in: txn) }
        return written.isNew
    }

    private func put(
        _ reconciled: ReconciledWrite,
        of original: Original,
        indexed occurrences: OccurrenceIndexEntry,
        in txn: any SQLTransaction
    ) throws -> WrittenObject {
        let copy = NewCalendarObject(
            name: destination.name,
            uid: original.object.uid,
            componentType: original.object.componentType,
            data: reconciled.isChanged ? reconciled.resource.serialised() : original.object.data,
            occurrences: occurrences
        )
        do {
            return try calendars.put(copy, in: original.write.calendar.id, now: transfer.received, in: txn)
        } catch CalendarStoreError.uidConflict(let existing) {
            throw WebDAVError.uidConflict(with: existing, besides: destination)
        }
    }

    private var calendars: CalendarStore { transfer.dependencies.calendars }
}
