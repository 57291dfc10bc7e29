import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarStore
import HTTPTypes
import HummingbirdTesting
import SQLDatabase
import Testing

@testable import FrontService

/// What the front has stored.
extension AttachmentFront {
    /// Releases all orphans, which takes a while on the clock; the releaser takes none after it.
    func settle() async throws {
        releaser.close()
        await releaser.run()
        front.clock.advance(by: ReferenceReleaser.delay)
        _ = try await ReleaseWorker(dependencies: dependencies, logger: .silent).workOff()
    }

    /// Returns the dedup domain of a user's home.
    func domain(of user: String = "alice") async throws -> DedupDomain {
        DedupDomain(try await principal(user).home)
    }

    /// Returns a user's principal.
    func principal(_ user: String) async throws -> Principal {
        let uid = try #require(UserID(parsing: user))
        let found = try await dependencies.database.read { txn in try dependencies.calendars.principal(uid, in: txn) }
        return try #require(found)
    }

    /// Returns the references that the memory store keeps for a user's home.
    func references(of user: String = "alice") async throws -> Set<ReferenceID> {
        blobs.references(in: try await domain(of: user))
    }

    /// Returns the octets that count towards a user's quota.
    func usage(of user: String = "alice") async throws -> UInt64 {
        let domain = try await domain(of: user)
        return try await dependencies.database.read { txn in try dependencies.attachments.usage(of: domain, in: txn) }
    }

    /// Returns a home's holding of an attachment.
    func held(_ id: AttachmentID, by user: String = "alice") async throws -> HeldAttachment? {
        let domain = try await domain(of: user)
        return try await dependencies.database.read { txn in
            try dependencies.attachments.held(id, by: domain, in: txn)
        }
    }

    /// Returns how many objects link an attachment.
    func links(of id: AttachmentID) async throws -> Int {
        try await dependencies.database.read { txn in
            try dependencies.attachments.links(of: id, in: txn).count
        }
    }

    /// Makes an attachment that a user created in the home of a user, linked by an object there.
    func seed(
        _ bytes: [UInt8] = Array("seed".utf8),
        labels: StoredAttachment.Labels = StoredAttachment.Labels(mediaType: "text/plain", filename: "seed.txt"),
        createdBy creator: String,
        heldBy user: String,
        linkedTo uri: String
    ) async throws -> HeldAttachment {
        let id = AttachmentID.random()
        let domain = try await domain(of: user)
        let stored = try await blobs.put(.bytes(bytes), as: id.firstReference, in: domain, limit: .max)
        let attachment = StoredAttachment(
            id: id,
            content: stored.description,
            labels: labels,
            creator: try await principal(creator).home.text,
            created: dependencies.now()
        )
        let object = LinkedObjectID(try await object(at: uri).id.text)
        return try await write { store, txn in
            try store.add(attachment, heldBy: domain, linkedTo: object, in: txn)
            return try #require(try store.held(id, by: domain, in: txn))
        }
    }

    /// Puts an event of a user, unless there is one, and links a new file to it; its data has no ATTACH.
    func attach(
        _ bytes: [UInt8] = Array("Bread, cheese, apples.\n".utf8),
        labels: StoredAttachment.Labels = StoredAttachment.Labels(mediaType: "text/plain", filename: "menu.txt"),
        to user: String = "alice",
        event: String = "e1"
    ) async throws -> HeldAttachment {
        let uri = "/calendars/\(user)/calendar/\(event).ics"
        if try await front.send("GET", uri, as: user).status == .notFound {
            try await front.put(uri, SampleEvent.text(uid: "\(event)@example.com"), as: user)
        }
        return try await seed(bytes, labels: labels, createdBy: user, heldBy: user, linkedTo: uri)
    }

    /// Takes a link away, as an attachment-remove does.
    func unlink(_ held: HeldAttachment, from user: String = "alice", event: String = "e1") async throws {
        let object = try await object(event, of: user)
        let terms = RemovalTerms(now: front.clock.now, dependencies.configuration)
        let place = LinkedPlace(object: object, place: "", instances: "")
        try await write { store, txn in try store.unlink(held.id, from: place, terms: terms, in: txn) }
    }

    /// Runs a body in a write transaction of the attachment store.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (AttachmentStore, any SQLTransaction) throws -> Value
    ) async throws -> Value {
        let store = dependencies.attachments
        return try await dependencies.database.write { txn in try body(store, txn) }
    }

    /// Returns the identity of an event for its links.
    func object(_ event: String, of user: String) async throws -> LinkedObjectID {
        LinkedObjectID(try await object(at: "/calendars/\(user)/calendar/\(event).ics").id.text)
    }

    /// Returns the object at a path.
    func object(at uri: String) async throws -> CalendarObject {
        let path = try #require(ObjectPath(try ResourcePath(parsing: uri)))
        let owner = try await principal(path.owner.description)
        let found = try await CurrentObject.read(at: path, for: owner, dependencies)
        return try #require(found)
    }
}
