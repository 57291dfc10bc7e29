import CalendarStore
import SQLDatabase
import WebDAV

/// Moves a calendar object resource within its home (RFC 4918 §9.9).
///
/// The object stays the one that it is: its attachments stay linked, and its dead properties stay with it.
struct ObjectMove: Sendable {
    private let transfer: Transfer
    private let source: ObjectPath
    private let destination: ObjectPath

    /// Makes the move of an object.
    init(_ transfer: Transfer, from source: ObjectPath, to destination: ObjectPath) {
        self.transfer = transfer
        self.source = source
        self.destination = destination
    }

    /// Moves the object.
    ///
    /// - Returns: Whether nothing was at the destination; the move is durable.
    /// - Throws: `WebDAVError`; `SQLError`.
    func perform() async throws -> Bool {
        try await transfer.dependencies.database.write { txn in try perform(in: txn) }
    }

    private func perform(in txn: any SQLTransaction) throws -> Bool {
        let places = try ObjectTransferPlaces(transfer, from: source, to: destination, in: txn)
        if let replaced = places.target.summary {
            try transfer.removal.remove(replaced, from: places.target.place, in: txn)
        }
        do {
            try transfer.dependencies.calendars.moveObject(
                from: ObjectPlace(calendar: places.source.calendar.id, name: source.name),
                to: ObjectPlace(calendar: places.target.place.calendar.id, name: destination.name),
                now: transfer.received,
                in: txn
            )
        } catch CalendarStoreError.uidConflict(let existing) {
            throw WebDAVError.uidConflict(with: existing, besides: destination)
        }
        return places.target.summary == nil
    }
}
