import AttachmentStore
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
    /// - Throws: `WebDAVError`; `SQLError`.
    func perform(logger: Logger) async throws -> Bool {
        let replaced = try await transfer.dependencies.database.write { txn in try perform(in: txn) }
        guard let replaced else { return true }
        await CalendarClearing(transfer.dependencies, hook: transfer.hook).clear(replaced, logger: logger)
        return false
    }

    /// Does the whole transfer, and returns what it replaced.
    private func perform(in txn: any SQLTransaction) throws -> CalendarID? {
        let places = try CalendarTransferPlaces(transfer, from: source, to: name, in: txn)
        try checkRoom(for: places, in: txn)
        if let replaced = places.replaced { try transfer.removal.remove(replaced, in: txn) }
        let home = places.home.owner.home
        if transfer.isMove {
            try transfer.dependencies.calendars.moveCalendar(places.source.calendar.id, to: home, named: name, in: txn)
        } else {
            try copy(places.source.calendar.id, within: home, in: txn)
        }
        return places.replaced?.calendar.id
    }

    /// Refuses a transfer that takes too long, or a copy that its home has no room for, before anything is written.
    private func checkRoom(for places: CalendarTransferPlaces, in txn: any SQLTransaction) throws {
        let (limits, calendar) = (CalendarTransferLimits(transfer.dependencies), places.source.calendar)
        guard !transfer.isMove else { return try limits.checkMove(of: calendar, in: txn) }
        guard transfer.head.depth == .infinity else { return }
        try limits.checkCopy(of: calendar, in: txn)
        try CalendarDataQuota(transfer.dependencies).checkRoom(
            for: calendar.totalBytes,
            replacing: places.replaced?.calendar.totalBytes ?? 0,
            in: places.home.owner.home,
            txn
        )
    }

    private func copy(_ calendar: CalendarID, within home: HomeID, in txn: any SQLTransaction) throws {
        let copied = try CalendarDataQuota(transfer.dependencies).enforce(in: home, txn) {
            do {
                return try transfer.dependencies.calendars.copyCalendar(
                    calendar,
                    to: home,
                    named: name,
                    includingObjects: transfer.head.depth == .infinity,
                    now: transfer.received,
                    in: txn
                )
            } catch CalendarStoreError.tooManyCalendars(let limit) {
                throw WebDAVError.tooManyCalendars(limit)
            }
        }
        try linkAttachments(of: copied, in: txn)
    }

    /// Links the attachments of objects to their copies, which the home has already; what was withdrawn is linked no more.
    private func linkAttachments(of copied: CopiedCalendar, in txn: any SQLTransaction) throws {
        let store = transfer.dependencies.attachments
        let linking = try store.linkCounts(of: copied.objects.keys.map { LinkedObjectID($0.text) }, in: txn)
        for (original, copy) in copied.objects where linking[LinkedObjectID(original.text)] != nil {
            try store.copyLinks(of: LinkedObjectID(original.text), to: LinkedObjectID(copy.text), in: txn)
        }
    }
}

extension CalendarCollection {
    /// The octets of the calendar that count towards the quota of its home.
    fileprivate var totalBytes: UInt64 { dataBytes + propertyBytes }
}
