import AttachmentStore
import CalendarStore
import HTTPTypes
import SQLDatabase
import WebDAV

/// How much of a calendar one COPY takes.
///
/// It is made in steps, so that nobody waits for long; but one short request is not to have the database written to for
/// very long, or to take room that no quota counts. A MOVE has no limits: it takes no longer for a larger calendar.
struct CalendarTransferLimits {
    /// The greatest number of objects of a copy.
    static let copiedObjects: UInt64 = 10_000

    /// The greatest number of octets of calendar data and dead properties of a copy.
    static let copiedBytes: UInt64 = 32 << 20

    /// The greatest number of rows of a copy beside those of the objects: spans of time, dead properties, and links of
    /// attachments.
    static let copiedDetails = 30_000

    private let calendars: CalendarStore
    private let attachments: AttachmentStore

    /// Makes the limits of one request.
    init(_ dependencies: FrontDependencies) {
        calendars = dependencies.calendars
        attachments = dependencies.attachments
    }

    /// Refuses a calendar that is too large to be copied with its objects, by what its row tells.
    ///
    /// - Throws: `WebDAVError` 403.
    static func checkSize(of calendar: CalendarCollection) throws(WebDAVError) {
        guard calendar.objectCount <= copiedObjects else { throw refusal("has more than \(copiedObjects) objects") }
        guard calendar.dataBytes + calendar.propertyBytes <= copiedBytes else {
            throw refusal("has more than \(copiedBytes >> 20) MiB of data and properties")
        }
    }

    /// Refuses a calendar that is too large to be copied with its objects, by all that belongs to them.
    ///
    /// It goes through many rows: to be called where no other write waits for it.
    ///
    /// - Throws: `WebDAVError` 403; `SQLError`.
    func checkExtent(of calendar: CalendarCollection, in txn: any SQLTransaction) throws {
        try Self.checkSize(of: calendar)
        let limit = Self.copiedDetails
        let details = try calendars.extent(of: calendar, countingTo: limit + 1, in: txn).details
        guard try details + linkCount(of: calendar, in: txn) <= limit else {
            throw Self.refusal("has more than \(limit) recurrences, properties, and attachments")
        }
    }

    private func linkCount(of calendar: CalendarCollection, in txn: any SQLTransaction) throws -> Int {
        let objects = try calendars.objectIDs(in: calendar.id, in: txn).map { LinkedObjectID($0.text) }
        return try attachments.linkCounts(of: objects, in: txn).values.reduce(0, +)
    }

    private static func refusal(_ reason: String) -> WebDAVError {
        // RFC 4918 §9.8.5: "403 (Forbidden) - The operation is forbidden."
        WebDAVError(.forbidden, "The calendar \(reason): too much for one COPY.")
    }
}
