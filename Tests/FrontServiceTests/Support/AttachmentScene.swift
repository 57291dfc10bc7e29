import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SQLDatabase
import ServiceSupport
import Testing

@testable import FrontService

/// A front with the retrieval and release of attachments, in a deployment of two nodes whose bytes are in memory.
struct AttachmentScene: Sendable {
    /// The front.
    let front: TestFront

    /// The nodes.
    let deployment: TestDeployment

    /// The store of the bytes.
    let blobs: MemoryBlobStore

    /// Runs a body with a scene, which is taken down after it.
    static func run(
        _ setup: TestingSetup = .router,
        authentication: AuthenticationPolicy = .standard,
        configure: (inout FrontConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (AttachmentScene) async throws -> Void
    ) async throws {
        try await TestFront.run(
            setup,
            authentication: authentication,
            configure: configure,
            assemble: { dependencies in
                FrontService(
                    dependencies: dependencies,
                    writeHook: IndifferentHook(),
                    extensions: [
                        AttachmentDownloads(dependencies: dependencies), NodeRoutes(dependencies: dependencies),
                    ],
                    registry: PrometheusRegistry(),
                    logger: .silent
                )
            }
        ) { front in
            let blobs = try #require(front.dependencies.blobs as? MemoryBlobStore)
            let deployment = try await TestDeployment.make(in: front.dependencies)
            try await body(AttachmentScene(front: front, deployment: deployment, blobs: blobs))
        }
    }

    /// What the front works with.
    var dependencies: FrontDependencies { front.dependencies }

    /// Puts an event of a user and attaches a file to it, as an attachment-add does.
    ///
    /// - Returns: The attachment with the user's holding.
    func attach(
        _ bytes: [UInt8] = Array("Bread, cheese, apples.\n".utf8),
        labels: StoredAttachment.Labels = StoredAttachment.Labels(mediaType: "text/plain", filename: "menu.txt"),
        to user: String = "alice",
        event: String = "e1"
    ) async throws -> HeldAttachment {
        let uri = "/calendars/\(user)/calendar/\(event).ics"
        try await front.put(uri, SampleEvent.text(uid: "\(event)@example.com"), as: user)
        let object = try await object(event, of: user)
        let domain = try await domain(of: user)
        let id = AttachmentID.random()
        let stored = try await blobs.put(.bytes(bytes), as: id.firstReference, in: domain, limit: .max)
        let attachment = StoredAttachment(
            id: id,
            content: BlobDescription(blob: stored.blob, size: stored.size),
            labels: labels,
            creator: user,
            created: front.clock.now
        )
        return try await write { store, txn in
            try store.add(attachment, heldBy: domain, linkedTo: object, in: txn)
            return try #require(try store.held(id, by: domain, in: txn))
        }
    }

    /// Takes a link away, as an attachment-remove does.
    func unlink(_ held: HeldAttachment, from user: String = "alice", event: String = "e1") async throws {
        let object = try await object(event, of: user)
        let terms = RemovalTerms(now: front.clock.now, grace: dependencies.configuration.attachments.grace)
        try await write { store, txn in try store.unlink(held.id, from: object, terms: terms, in: txn) }
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
        let store = dependencies.calendars
        let uid = try #require(UserID(parsing: user))
        return try await dependencies.database.read { txn in
            let principal = try #require(try store.principal(uid, in: txn))
            let calendar = try #require(try store.calendar(named: "calendar", of: principal.home, in: txn))
            let found = try store.summary(named: "\(event).ics", in: calendar.id, in: txn)
            return LinkedObjectID(try #require(found).id.text)
        }
    }

    /// Returns the dedup domain of a user's home.
    func domain(of user: String) async throws -> DedupDomain {
        let store = dependencies.calendars
        let uid = try #require(UserID(parsing: user))
        return try await dependencies.database.read { txn in
            let principal = try store.principal(uid, in: txn)
            return DedupDomain(try #require(principal).home)
        }
    }

    /// Returns the path of an attachment's URI.
    func path(_ held: HeldAttachment, filename: String = "menu.txt") -> String {
        ResourcePath.attachment(held.id, filename: filename).href
    }

    /// Sends a request to the internal listener and returns the answer.
    func call(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ headers: HTTPFields = [:],
        body: [UInt8]? = nil
    ) async throws -> TestResponse {
        try await front.service.internalListener.application.test(.router) { client in
            try await client.executeRequest(
                uri: uri,
                method: method,
                headers: headers,
                body: body.map { ByteBuffer(bytes: $0) }
            )
        }
    }
}
