import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarStore
import DurableIO
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import SystemPackage

import class DurableIOTesting.TemporaryDirectory
import struct AttachmentStore.Attachment

/// A user with a calendar, and a store for attachments.
struct ExchangeFixture: Sendable {
    /// The directory for files.
    let directory: FilePath

    /// The metadata database.
    let database: any SQLDatabase

    /// The bytes of attachments.
    let blobs: MemoryBlobStore

    /// The user.
    let alice: Principal

    /// The user's calendar.
    let calendar: CalendarID

    /// Makes the user, and removes everything after the body.
    static func with(_ body: @escaping (ExchangeFixture) async throws -> Void) async throws {
        let directory = try DurableIOTesting.TemporaryDirectory()
        try await DatabaseEngine.sqlite.withDatabase { database in
            let (alice, calendar) = try await database.write { txn in
                guard let uid = UserID(parsing: "alice") else { preconditionFailure("It is a name of a user.") }
                let alice = try CalendarStore().createUser(.sample(uid), now: .sample(), in: txn)
                let calendars = try CalendarStore().calendars(of: alice.home, in: txn)
                guard let calendar = calendars.first(where: { $0.name == "calendar" }) else {
                    preconditionFailure("A new user has a calendar.")
                }
                return (alice, calendar.id)
            }
            try await body(
                ExchangeFixture(
                    directory: directory.path,
                    database: database,
                    blobs: MemoryBlobStore(),
                    alice: alice,
                    calendar: calendar
                )
            )
        }
        withExtendedLifetime(directory) {}
    }

    /// The domain of the user's home.
    func domain() throws -> DedupDomain { try DedupDomain(validating: alice.home.text) }

    /// Stores an event, with an attachment in its data where a line has a placeholder `ID`.
    func put(_ name: String, _ lines: String, attaching bytes: [UInt8]? = nil) async throws -> AttachmentID {
        let (id, domain, calendar) = (AttachmentID.random(), try domain(), calendar)
        var attachment: Attachment?
        if let bytes {
            let stored = try await blobs.put(.bytes(bytes), as: id.firstReference, in: domain, limit: .max)
            attachment = Attachment(
                id: id,
                content: stored.description,
                labels: .init(mediaType: "text/plain", filename: "a b.txt"),
                creator: alice.home.text,
                created: .sample()
            )
        }
        let text = lines.replacing("\n", with: "\r\n").replacing("<ID>", with: id.text)
        let new = NewCalendarObject(name: name, uid: name, componentType: "VEVENT", data: Array(text.utf8))
        try await database.write { [attachment] txn in
            let written = try CalendarStore().put(new, in: calendar, now: .sample(), in: txn)
            guard let attachment else { return }
            let link = LinkedObjectID(written.object.id.text)
            try AttachmentStore().add(attachment, heldBy: domain, linkedTo: link, in: txn)
        }
        return id
    }

    /// An event with more lines.
    static func event(_ uid: String, _ more: String = "", zones: String = "") -> String {
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Example//Client//EN
        \(zones)BEGIN:VEVENT
        UID:\(uid)
        DTSTAMP:20260101T000000Z
        DTSTART:20260601T080000Z
        \(more)END:VEVENT
        END:VCALENDAR

        """
    }

    /// The text of a file.
    func text(_ path: String) throws -> String {
        String(decoding: try LocalFileSystem().contents(at: directory.appending(path)), as: UTF8.self)
    }
}
