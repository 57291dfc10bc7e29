import AttachmentStore
import CalendarStore
import HTTPTypes
import SQLDatabase
import WebDAV

/// How much of a calendar one COPY or MOVE takes.
///
/// RFC 4918 §9.8.3 and §9.9.2 know of transfers that come to pass in part; one of a calendar never does. So it is one
/// transaction, which every other write of the server waits for, and less than a second is all that it may take.
struct CalendarTransferLimits {
    /// The greatest number of objects of a copy.
    static let copiedObjects: UInt64 = 10_000

    /// The greatest number of octets of calendar data and dead properties of a copy.
    static let copiedBytes: UInt64 = 32 << 20

    /// The greatest number of rows of a copy beside those of the objects: spans of time, dead properties, and links of
    /// attachments.
    static let copiedDetails = 30_000

    /// The greatest number of names in the history of a calendar that is moved.
    static let movedNames = 200_000

    private let calendars: CalendarStore
    private let attachments: AttachmentStore

    /// Makes the limits of one request.
    init(_ dependencies: FrontDependencies) {
        calendars = dependencies.calendars
        attachments = dependencies.attachments
    }

    /// Refuses a calendar that is too large to be copied with its objects, before anything is written.
    ///
    /// - Throws: `WebDAVError` 403; `SQLError`.
    func checkCopy(of calendar: CalendarCollection, in txn: any SQLTransaction) throws {
        guard calendar.objectCount <= Self.copiedObjects else {
            throw Self.refusal("has more than \(Self.copiedObjects) objects")
        }
        let limit = Self.copiedDetails
        let extent = try calendars.extent(of: calendar, countingTo: limit + 1, in: txn)
        guard extent.bytes <= Self.copiedBytes else {
            throw Self.refusal("has more than \(Self.copiedBytes >> 20) MiB of data and properties")
        }
        let links = try linkCount(of: calendar, in: txn)
        guard extent.details + links <= limit else {
            throw Self.refusal("has more than \(limit) recurrences, properties, and attachments")
        }
    }

    /// Refuses a calendar that is too large to be moved, before anything is written.
    ///
    /// - Throws: `WebDAVError` 403; `SQLError`.
    func checkMove(of calendar: CalendarCollection, in txn: any SQLTransaction) throws {
        let limit = Self.movedNames
        let names = try calendars.historyLength(of: calendar.id, countingTo: limit + 1, in: txn)
        guard names <= limit else { throw Self.refusal("has, or had, more than \(limit) objects") }
    }

    private func linkCount(of calendar: CalendarCollection, in txn: any SQLTransaction) throws -> Int {
        let objects = try calendars.objectIDs(in: calendar.id, in: txn).map { LinkedObjectID($0.text) }
        return try attachments.linkCounts(of: objects, in: txn).values.reduce(0, +)
    }

    private static func refusal(_ reason: String) -> WebDAVError {
        // RFC 4918 §9.8.5, §9.9.4: "403 (Forbidden) - The operation is forbidden."
        WebDAVError(.forbidden, "The calendar \(reason): too much for one COPY or MOVE.")
    }
}
