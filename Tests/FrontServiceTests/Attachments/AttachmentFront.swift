import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarStore
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ICalendar
import Logging
import ManagedAttachments
import NIOCore
import NIOEmbedded
import SQLDatabase
import ServiceSupport
import Testing

@testable import FrontService

/// A front with managed attachments on a memory store.
struct AttachmentFront: Sendable {
    /// The front.
    let front: TestFront

    /// What releases orphans; it works in ``settle()`` only.
    let releaser: ReferenceReleaser

    /// The bytes.
    let blobs: MemoryBlobStore

    /// An event of alice.
    static let event = "/calendars/alice/calendar/e1.ics"

    /// Runs a body with a front, which is taken down after it.
    static func run(
        _ setup: TestingSetup = .router,
        configure: (inout FrontConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (AttachmentFront) async throws -> Void
    ) async throws {
        try await run(setup, configure: configure, database: { $0 }, body)
    }

    /// Runs a body with a front whose requests go through a database made of the real one.
    static func run(
        _ setup: TestingSetup = .router,
        configure: (inout FrontConfiguration) -> Void = { _ in },
        database: @escaping @Sendable (any SQLDatabase) -> any SQLDatabase,
        _ body: @escaping @Sendable (AttachmentFront) async throws -> Void
    ) async throws {
        try await TestFront.run(configure: configure) { plain in
            let blobs = try #require(plain.dependencies.blobs as? MemoryBlobStore)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let releaser = ReferenceReleaser(blobs: blobs, logger: logger)
            let dependencies = FrontDependencies(
                configuration: plain.dependencies.configuration,
                database: database(plain.dependencies.database),
                blobs: blobs,
                now: plain.dependencies.now
            )
            let service = FrontService(
                dependencies: dependencies,
                writeHook: AttachmentHook(dependencies: dependencies, releaser: releaser),
                extensions: [AttachmentActions(dependencies: dependencies, releaser: releaser)],
                registry: PrometheusRegistry(),
                logger: logger
            )
            try await service.publicListener.application.test(setup) { client in
                let front = TestFront(dependencies: dependencies, service: service, clock: plain.clock, client: client)
                try await body(AttachmentFront(front: front, releaser: releaser, blobs: blobs))
            }
        }
    }
}

// MARK: Requests

extension AttachmentFront {
    /// Posts an addition and returns the answer.
    func add(
        to uri: String = event,
        _ content: String = "Hello",
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        try await front.send("POST", "\(uri)?action=attachment-add", as: user, headers, body: content)
    }

    /// Adds an attachment and returns its managed ID.
    @discardableResult
    func added(
        to uri: String = event,
        _ content: String = "Hello",
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> AttachmentID {
        let response = try await add(to: uri, content, as: user, headers)
        try #require(response.status == .created, "\(response.status) \(String(buffer: response.body))")
        let text = try #require(response.headers[.calManagedID])
        return try #require(AttachmentID(parsing: text))
    }

    /// Posts an update and returns the answer.
    func update(
        _ id: AttachmentID,
        _ content: String,
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        try await front.send(
            "POST",
            "\(Self.event)?action=attachment-update&managed-id=\(id)",
            headers,
            body: content
        )
    }

    /// Posts a removal and returns the answer.
    func remove(_ id: AttachmentID, _ headers: [String: String] = [:]) async throws -> TestResponse {
        try await front.send("POST", "\(Self.event)?action=attachment-remove&managed-id=\(id)", headers, body: "")
    }

    /// Puts data and returns the answer.
    func put(
        _ data: String,
        at uri: String = event,
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        let headers = headers.merging(["Content-Type": "text/calendar"]) { $1 }
        return try await front.send("PUT", uri, as: user, headers, body: data)
    }

    /// Returns the data of an object as a client gets it.
    func data(of uri: String = event, as user: String = "alice") async throws -> String {
        let response = try await front.send("GET", uri, as: user)
        try #require(response.status == .ok)
        return String(buffer: response.body)
    }

    /// Returns the ATTACH properties of each component of an object.
    func attachments(of uri: String = event, as user: String = "alice") async throws -> [[Property]] {
        let resource = try CalendarObjectResource(parsing: Array(try await data(of: uri, as: user).utf8))
        return resource.instances.map { $0.properties(named: "ATTACH") }
    }

    /// Sends a request of alice whose body comes as a test likes it, and returns the head of the answer.
    func stream(
        _ body: RequestBody,
        to uri: String = "\(event)?action=attachment-add",
        _ headers: [String: String] = [:]
    ) async throws -> HTTPResponse {
        var fields: HTTPFields = [.authorization: "Basic \(Data("alice:alice".utf8).base64EncodedString())"]
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: uri, headerFields: fields)
        let source = ApplicationRequestContextSource(
            channel: NIOAsyncTestingChannel(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let responder = front.service.publicListener.application.responder
        return try await responder.respond(
            to: Request(head: head, body: body),
            context: ServiceRequestContext(source: source)
        ).head
    }
}

// MARK: State

extension AttachmentFront {
    /// Releases all orphans; the releaser takes none after it.
    func settle() async {
        releaser.close()
        await releaser.run()
    }

    /// Returns the dedup domain of a user's home.
    func domain(of user: String = "alice") async throws -> DedupDomain {
        DedupDomain(try await principal(user).home)
    }

    /// Returns a user's principal.
    func principal(_ user: String) async throws -> Principal {
        let dependencies = front.dependencies
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
        let dependencies = front.dependencies
        let domain = try await domain(of: user)
        return try await dependencies.database.read { txn in try dependencies.attachments.usage(of: domain, in: txn) }
    }

    /// Returns a home's holding of an attachment.
    func held(_ id: AttachmentID, by user: String = "alice") async throws -> HeldAttachment? {
        let dependencies = front.dependencies
        let domain = try await domain(of: user)
        return try await dependencies.database.read { txn in
            try dependencies.attachments.held(id, by: domain, in: txn)
        }
    }

    /// Returns how many objects link an attachment.
    func links(of id: AttachmentID) async throws -> Int {
        let dependencies = front.dependencies
        return try await dependencies.database.read { txn in
            try dependencies.attachments.links(of: id, in: txn).count
        }
    }

    /// Makes an attachment that a user created in the home of another, linked by an object there.
    func seed(createdBy creator: String, heldBy user: String, linkedTo uri: String) async throws -> AttachmentID {
        let dependencies = front.dependencies
        let id = AttachmentID.random()
        let domain = try await domain(of: user)
        let creator = try await principal(creator).home.text
        let stored = try await blobs.put(.bytes(Array("seed".utf8)), as: id.firstReference, in: domain, limit: 100)
        let attachment = Attachment(
            id: id,
            content: stored.description,
            labels: Attachment.Labels(mediaType: "text/plain", filename: "seed.txt"),
            creator: creator,
            created: dependencies.now()
        )
        let object = try await object(at: uri)
        try await dependencies.database.write { txn in
            try dependencies.attachments.add(
                attachment,
                heldBy: domain,
                linkedTo: LinkedObjectID(object.id.text),
                in: txn
            )
        }
        return id
    }

    /// Returns the object at a path.
    func object(at uri: String) async throws -> CalendarObject {
        let path = try #require(ObjectPath(try ResourcePath(parsing: uri)))
        let owner = try await principal(path.owner.description)
        let found = try await CurrentObject.read(at: path, for: owner, front.dependencies)
        return try #require(found)
    }
}
