import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase

/// A database with two homes and three objects.
struct AttachmentFixture: Sendable {
    /// The store under test.
    let store = AttachmentStore()

    /// The database, open.
    let database: any SQLDatabase

    /// The home that attachments are added in.
    let home: DedupDomain

    /// Another home.
    let otherHome: DedupDomain

    /// Two objects of the first home.
    let event = LinkedObjectID("event"), copy = LinkedObjectID("copy")

    /// An object of the other home.
    let foreign = LinkedObjectID("foreign")

    /// An attachment of 1,000 octets, not stored yet.
    let notes = Attachment.sample(size: 1000)

    /// The time for which a removal can be undone.
    static let grace = Duration.seconds(3600)

    /// Hands a fixture on a new database to `body`.
    static func with(_ engine: DatabaseEngine, _ body: (AttachmentFixture) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            try await body(AttachmentFixture(database: database, home: try .sample(), otherHome: try .sample()))
        }
    }

    /// Runs `body` in one write transaction of a new database.
    static func writing(
        _ engine: DatabaseEngine,
        _ body: @escaping @Sendable (AttachmentFixture, any SQLTransaction) throws -> Void
    ) async throws {
        try await with(engine) { fixture in try await fixture.write(body) }
    }

    /// Runs `body` in a write transaction of the fixture's database.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (AttachmentFixture, any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await database.write { txn in try body(self, txn) }
    }

    /// The terms of a removal so many seconds into the test.
    func terms(_ seconds: Int = 0) -> RemovalTerms {
        RemovalTerms(now: .sample(seconds), grace: Self.grace)
    }

    /// Adds `notes` to the event.
    func addNotes(_ txn: any SQLTransaction) throws {
        try store.add(notes, heldBy: home, linkedTo: event, in: txn)
    }

    /// The state of a home's holding of `notes`.
    func state(in home: DedupDomain, _ txn: any SQLTransaction) throws -> HoldingState? {
        try store.held(notes.id, by: home, in: txn)?.holding.state
    }

    /// When the removed holding of an attachment in the first home falls due.
    func due(of attachment: Attachment, _ txn: any SQLTransaction) throws -> Date? {
        guard case .removed(_, let due)? = try store.held(attachment.id, by: home, in: txn)?.holding.state else {
            return nil
        }
        return due
    }

    /// Takes what is due at that time, under a lease of one minute.
    func beginReleases(_ seconds: Int, limit: Int = 10, _ txn: any SQLTransaction) throws -> [PendingRelease] {
        try store.beginReleases(due: .sample(seconds), limit: limit, leaseEnd: .sample(seconds + 60), in: txn)
    }

    /// A grant for 10 octets in the first home, given then and good for ten minutes.
    func grant(at seconds: Int = 0) -> UploadGrant {
        UploadGrant(
            .random(),
            in: home,
            for: "principal",
            binding: UploadGrant.Binding(size: 10, octets: [1, 2, 3], digest: "digest"),
            term: UploadGrant.Term(created: .sample(seconds), expires: .sample(seconds + 600))
        )
    }
}
