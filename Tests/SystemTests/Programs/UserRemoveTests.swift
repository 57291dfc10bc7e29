import AttachmentStore
import struct AttachmentStore.Attachment
import BlobModel
import CalendarStore
import FoundationEssentials
import FrontService
import SQLDatabase
import SystemPackage
import Testing

@testable import attache

/// What `attache user remove` leaves behind.
struct UserRemoveTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    @Test func `removing a user gives up everything that the home holds, at once`() async throws {
        try await withTemporaryDirectory { directory in
            let database = try await SQLiteDatabase.open(path: directory.appending("metadata.sqlite").string)
            try await database.migrate(FrontDependencies.migrations)
            try await DevDatabase(database: database).create(DemoUser.all(numbered: 0), now: now)
            let uid = try #require(UserArgument(argument: "alice")).uid
            let id = AttachmentID.random()
            let now = now
            try await database.write { txn in
                let principal = try #require(try CalendarStore().principal(uid, in: txn))
                try Self.attach(id, to: principal, now: now, in: txn)
            }

            try await UserRemoval(database).remove(uid)
            let (links, holdings, due) = try await database.read { txn in
                let store = AttachmentStore()
                return (
                    try store.links(of: id, in: txn), try store.holdings(of: id, in: txn),
                    try store.nextRelease(in: txn)
                )
            }
            #expect(links.isEmpty)
            let removed = try #require(due)
            #expect(removed > now && removed <= Date())
            #expect(holdings.map(\.state) == [.removed(at: removed, due: removed)])
            #expect(try await UserRemoval(database).resume() == [])
            try await database.close()
        }
    }

    private static func attach(
        _ id: AttachmentID,
        to principal: Principal,
        now: Date,
        in txn: any SQLTransaction
    ) throws {
        let domain = DedupDomain(principal.home)
        let attachment = StoredAttachment(
            id: id,
            content: BlobDescription(blob: ContentID(of: [1].span), size: 1),
            labels: .init(mediaType: "text/plain", filename: "x"),
            creator: principal.home.text,
            created: now
        )
        try AttachmentStore().add(attachment, heldBy: domain, linkedTo: LinkedObjectID("o1"), in: txn)
    }
}

/// An attachment of the store, whose own name is that of a type of the testing library as well.
private typealias StoredAttachment = Attachment
