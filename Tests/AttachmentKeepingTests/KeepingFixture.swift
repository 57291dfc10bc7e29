import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import ManagedAttachments
import MetadataStoreTesting
import SQLDatabase
import Testing

import struct AttachmentStore.Attachment

/// Two users with calendars, and the rules of a front.
struct KeepingFixture: Sendable {
    /// The database, open.
    let database: any SQLDatabase

    /// The users.
    let alice, bob: Principal

    /// The store of attachments.
    let attachments = AttachmentStore()

    /// The store of calendars.
    let calendars = CalendarStore()

    /// The time for which a removal can be undone.
    static let grace = Duration.seconds(3600)

    /// Runs a body in a write transaction of a new database.
    static func with(_ body: @escaping @Sendable (KeepingFixture, any SQLTransaction) throws -> Void) async throws {
        try await DatabaseEngine.sqlite.withDatabase { database in
            let fixture = try await on(database)
            try await database.write { txn in try body(fixture, txn) }
        }
    }

    /// Makes the users of a fixture in an empty database.
    static func on(_ database: any SQLDatabase) async throws -> KeepingFixture {
        let (alice, bob) = try await database.write { txn in (try user("alice", txn), try user("bob", txn)) }
        return KeepingFixture(database: database, alice: alice, bob: bob)
    }

    private static func user(_ name: String, _ txn: any SQLTransaction) throws -> Principal {
        try CalendarStore().createUser(.sample(try #require(UserID(parsing: name))), now: .sample(), in: txn)
    }

    /// The dedup domain of a user's home.
    func domain(of user: Principal) throws -> DedupDomain { try DedupDomain(validating: user.home.text) }

    /// The user's calendar.
    func calendar(of user: Principal, _ txn: any SQLTransaction) throws -> CalendarID {
        try #require(try calendars.calendar(named: "calendar", of: user.home, in: txn)).id
    }

    /// The terms of a removal so many seconds into the test.
    func terms(_ seconds: Int = 0) -> RemovalTerms { RemovalTerms(now: .sample(seconds), grace: Self.grace) }

    /// The rules of a front that takes two attachments in an event, of 1,000 octets at most.
    static func restoration(
        quota: UInt64 = 10_000,
        calendarQuota: UInt64 = 100_000,
        maximumResourceSize: Int = 10_000
    ) throws -> AttachmentRestoration {
        let uris = try #require(AttachmentURIScheme(publicURL: "https://cal.example.com"))
        let limits = AttachmentLimits(
            maximumSize: 1_000,
            maximumPerResource: 2,
            maximumResourceSize: maximumResourceSize
        )
        return AttachmentRestoration(
            planner: AttachmentPlanner(limits: limits, uris: uris),
            quotas: AttachmentRestoration.Quotas(attachments: quota, calendarData: calendarQuota)
        )
    }

    /// Stores an event of a user; with rules it has an override on 8 June.
    @discardableResult
    func put(
        _ name: String,
        of user: Principal,
        lines: String = "",
        isRecurring: Bool = false,
        _ txn: any SQLTransaction
    ) throws -> ObjectID {
        let master = Self.event(name, lines + (isRecurring ? "RRULE:FREQ=WEEKLY;COUNT=4\n" : ""), day: "01")
        let override = isRecurring ? Self.event(name, "RECURRENCE-ID:20260608T080000Z\n", day: "08") : ""
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//Client//EN\n\(master)\(override)END:VCALENDAR\n"
        let new = NewCalendarObject(
            name: name,
            uid: name,
            componentType: "VEVENT",
            data: Array(text.replacing("\n", with: "\r\n").utf8)
        )
        return try calendars.put(new, in: try calendar(of: user, txn), now: .sample(), in: txn).object.id
    }

    private static func event(_ uid: String, _ lines: String, day: String) -> String {
        """
        BEGIN:VEVENT
        UID:\(uid)
        DTSTAMP:20260101T000000Z
        DTSTART:202606\(day)T080000Z
        SUMMARY:Meeting
        \(lines)END:VEVENT

        """
    }

    /// Adds an attachment of 1,000 octets to an event.
    @discardableResult
    func add(
        _ attachment: Attachment = .sample(size: 1000),
        to object: ObjectID,
        of user: Principal,
        _ txn: any SQLTransaction
    ) throws -> AttachmentID {
        let link = LinkedObjectID(object.text)
        try attachments.add(attachment, heldBy: try domain(of: user), linkedTo: link, in: txn)
        return attachment.id
    }

    /// Takes an attachment from an event whose named instances had it.
    func remove(
        _ id: AttachmentID,
        from object: ObjectID,
        instances: String = "",
        at seconds: Int = 0,
        _ txn: any SQLTransaction
    ) throws {
        let place = LinkedPlace(object: LinkedObjectID(object.text), place: "calendar", instances: instances)
        try attachments.unlink(id, from: place, terms: terms(seconds), in: txn)
    }

    /// The lines of an event, unfolded.
    func lines(of object: ObjectID, _ txn: any SQLTransaction) throws -> [String] {
        let data = try #require(try calendars.data(of: object, in: txn))
        let text = String(decoding: data, as: UTF8.self).replacing("\r\n ", with: "")
        return text.split(separator: "\r\n").map(String.init)
    }
}
