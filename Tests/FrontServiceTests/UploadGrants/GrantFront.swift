import AttachmentStore
import BlobAPI
import BlobModel
import BlobStoreTesting
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Testing

@testable import FrontService

/// A front that sends clients with five octets or more to the nodes, which the test plays.
struct GrantFront: Sendable {
    /// The front, with an event of alice.
    let test: AttachmentFront

    /// What a node was told at last.
    struct Told: Sendable {
        /// The status of the call.
        let status: HTTPResponse.Status

        /// The answer for the client; nil where there was a problem.
        let answer: RelayedAnswer?

        /// The body of the call's answer.
        let body: [UInt8]

        /// The problem, if there was one.
        var problem: APIProblem? { try? APICoding.decode(APIProblem.self, from: body) }

        /// The body as text.
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Runs a body with a front in which alice has an event.
    static func run(
        _ setup: TestingSetup = .router,
        event: String = SampleEvent.text(),
        configure: (inout FrontConfiguration) -> Void = { _ in },
        database: @escaping @Sendable (any SQLDatabase) -> any SQLDatabase = { $0 },
        _ body: @escaping @Sendable (GrantFront) async throws -> Void
    ) async throws {
        try await AttachmentFront.run(
            setup,
            configure: { configuration in
                configuration.attachments.upload = .redirect
                configuration.attachments.redirectFrom = 5
                configure(&configuration)
            },
            database: database
        ) { test async throws in
            try await test.front.put(AttachmentFront.event, event)
            try await body(GrantFront(test: test))
        }
    }

    /// Posts with the expectation and returns the answer.
    func post(
        _ content: String = "Hello",
        to uri: String = AttachmentFront.event,
        _ query: String = "action=attachment-add",
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        let headers = headers.merging(["Expect": "100-continue"]) { given, _ in given }
        return try await test.front.send("POST", "\(uri)?\(query)", as: user, headers, body: content)
    }

    /// Posts and returns the URL that the client is sent to.
    func granted(
        _ content: String = "Hello",
        _ query: String = "action=attachment-add",
        _ headers: [String: String] = [:]
    ) async throws -> SignedUpload {
        let response = try await post(content, query, headers)
        try #require(response.status == .temporaryRedirect, "\(response.status) \(String(buffer: response.body))")
        return try Self.url(try #require(response.headers[.location]))
    }

    /// Parses the URL of a node.
    static func url(_ location: String) throws -> SignedUpload {
        let start = try #require(location.firstRange(of: SignedUpload.pathPrefix)?.lowerBound)
        let parts = location[start...].split(separator: "?").map(String.init)
        return try SignedUpload(parsingPath: parts[0], query: try #require(parts.last))
    }

    /// Opens a grant as the node that has the home, or as the other one.
    func open(
        _ url: SignedUpload,
        _ question: GrantQuestion? = nil,
        by attempt: UploadAttemptID = .random(),
        asOther isOther: Bool = false
    ) async throws -> Told {
        try await call(
            InternalPath.opening(of: url.permit.reference),
            question ?? GrantQuestion(url.permit.grant, by: attempt),
            of: url.permit.domain,
            asOther: isOther
        )
    }

    /// Stores octets as the node does.
    func store(_ content: String = "Hello", _ url: SignedUpload) async throws -> GrantCompletion {
        let (permit, store) = (url.permit, test.placed)
        let stored = try await store.put(
            .bytes(Array(content.utf8)),
            as: permit.reference,
            in: permit.domain,
            limit: permit.size
        )
        return GrantCompletion(blob: stored.description, place: try #require(stored.place))
    }

    /// Tells that octets are durable as the node that has the home, or as the other one.
    func complete(
        _ url: SignedUpload,
        _ completion: GrantCompletion,
        asOther isOther: Bool = false
    ) async throws -> Told {
        try await call(
            InternalPath.completion(of: url.permit.reference),
            completion,
            of: url.permit.domain,
            asOther: isOther
        )
    }

    /// Tells that an upload goes on, as the node that has the home, or as the other one.
    func renew(_ url: SignedUpload, by attempt: UploadAttemptID, asOther isOther: Bool = false) async throws -> Told {
        try await call(
            InternalPath.renewal(of: url.permit.reference),
            GrantRenewal(of: attempt),
            of: url.permit.domain,
            asOther: isOther
        )
    }

    /// Tells that nothing comes of an upload, as the node that has the home, or as the other one.
    func abandon(_ url: SignedUpload, by attempt: UploadAttemptID, asOther isOther: Bool = false) async throws -> Told {
        try await call(
            InternalPath.abandonment(of: url.permit.reference),
            GrantAbandonment(of: attempt),
            of: url.permit.domain,
            asOther: isOther
        )
    }

    /// Does all that a client and a node do, and returns the answer.
    func upload(
        _ content: String = "Hello",
        _ query: String = "action=attachment-add",
        _ headers: [String: String] = [:]
    ) async throws -> Told {
        let url = try await granted(content, query, headers)
        try #require(try await open(url).answer == nil)
        return try await complete(url, try await store(content, url))
    }

    /// Returns the row of a grant.
    func row(_ url: SignedUpload) async throws -> UploadGrant? {
        let store = test.dependencies.attachments
        return try await test.dependencies.database.read { txn in try store.grant(url.permit.reference, in: txn) }
    }

    private func post(_ content: String, _ query: String, _ headers: [String: String]) async throws -> TestResponse {
        try await post(content, to: AttachmentFront.event, query, as: "alice", headers)
    }

    private func call(
        _ path: String,
        _ body: some Encodable,
        of domain: DedupDomain,
        asOther isOther: Bool
    ) async throws -> Told {
        let owner = test.deployment.position(of: domain)
        let response = try await test.call(
            .post,
            path,
            [.authorization: test.deployment.authorization(isOther ? 1 - owner : owner)],
            body: try APICoding.encode(body)
        )
        return Told(
            status: response.status,
            answer: response.headers[.answer].flatMap { RelayedAnswer(parsing: $0) },
            body: Array(buffer: response.body)
        )
    }
}
