import CalendarStore
import HTTPTypes
import Logging
import SQLDatabase
import WebDAV

/// Copies or moves a calendar to another name in its home (RFC 4918 §9.8.3, §9.9.2).
struct CalendarTransfer: Sendable {
    private let transfer: Transfer
    private let source: CalendarPath
    private let name: String

    /// Makes the transfer of a calendar.
    ///
    /// RFC 4791 §5.3.2.1 (CALDAV:calendar-collection-location-ok): "In a COPY or MOVE request, when the Request-URI is a
    /// calendar collection, the Destination-URI MUST identify a location where a calendar collection can be created".
    /// Another home is none: its owner would pay for the attachments of a whole calendar.
    ///
    /// - Throws: `WebDAVError` 403 for a place where no calendar can be, 400 for a depth that the method does not have.
    init(_ transfer: Transfer, from source: CalendarPath) throws(WebDAVError) {
        guard case .calendar(source.owner, let name)? = transfer.head.destination else {
            throw WebDAVError.noPlaceForCalendar
        }
        try Self.checkDepth(of: transfer)
        self.transfer = transfer
        self.source = source
        self.name = name
    }

    /// Refuses a depth that the method does not have on a collection.
    ///
    /// RFC 4918 §9.8.3: a COPY of a collection has Depth 0 or infinity; §9.9.2: "A client MUST NOT submit a Depth header on a
    /// MOVE on a collection with any value but "infinity"."
    private static func checkDepth(of transfer: Transfer) throws(WebDAVError) {
        let allowed: [Depth] = transfer.isMove ? [.infinity] : [.zero, .infinity]
        guard allowed.contains(transfer.head.depth) else {
            throw WebDAVError(.badRequest, "The Depth is not one that the method has on a calendar.")
        }
    }

    /// Copies or moves the calendar.
    ///
    /// - Parameter logger: The request's logger.
    /// - Returns: Whether nothing was at the destination; the transfer is durable.
    /// - Throws: `WebDAVError`; `SQLError`; `ObjectWriteOutdated` where the calendar was another one in the middle of a copy,
    ///   twice.
    func perform(logger: Logger) async throws -> Bool {
        guard let replaced = try await transfer.isMove ? move() : copy(logger: logger) else { return true }
        await CalendarClearing(transfer.dependencies, hook: transfer.hook).clear(replaced, logger: logger)
        return false
    }

    /// Moves the calendar in one transaction, which takes no longer for more objects, and returns what it replaced.
    private func move() async throws -> CalendarID? {
        try await transfer.dependencies.database.write { txn in
            let places = try CalendarTransferPlaces(transfer, from: source, to: name, in: txn)
            if let replaced = places.replaced { try transfer.removal.remove(replaced, in: txn) }
            let (calendar, home) = (places.source.calendar.id, places.home.owner.home)
            try transfer.dependencies.calendars.moveCalendar(calendar, to: home, named: name, in: txn)
            return places.replaced?.calendar.id
        }
    }

    /// Copies the calendar, and begins once more when it was another one in the middle; returns what it replaced.
    private func copy(logger: Logger) async throws -> CalendarID? {
        do {
            return try await CalendarCopying(transfer, from: source, to: name, logger: logger).perform()
        } catch is ObjectWriteOutdated {
            return try await CalendarCopying(transfer, from: source, to: name, logger: logger).perform()
        }
    }
}
