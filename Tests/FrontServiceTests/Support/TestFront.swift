import BlobStoreTesting
import CalendarStore
import Cryptography
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import SQLDatabase
import ServiceSupport
import Testing

@testable import FrontService

/// A front on a database and blob store of its own, with the users alice, bob, and admin, whose passwords are their names.
struct TestFront: Sendable {
    /// What the front works with.
    let dependencies: FrontDependencies

    /// The front.
    let service: FrontService

    /// The clock of the front.
    let clock: TestClock

    /// What requests are sent with.
    let client: any TestClientProtocol

    /// Runs a body with a front, which is taken down after it.
    ///
    /// What `assemble` returns takes the place of a front of `hook` and `extensions`.
    static func run(
        _ setup: TestingSetup = .router,
        hook: any ObjectWriteHook = IndifferentHook(),
        extensions: [any FrontExtension] = [],
        authentication: AuthenticationPolicy = .standard,
        configure: (inout FrontConfiguration) -> Void = { _ in },
        assemble: ((FrontDependencies) -> FrontService)? = nil,
        _ body: @escaping @Sendable (TestFront) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "front-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let clock = TestClock()
        let database = try await SQLiteDatabase.open(path: directory.appending(path: "metadata.sqlite").path)
        let url = try #require(ServiceURL(parsing: "https://cal.example.com"))
        var configuration = FrontConfiguration(publicURL: url, databaseURL: .sqlite(path: "unused"))
        configuration.publicAddress = .loopback(0)
        configuration.internalAddress = .loopback(0)
        configure(&configuration)
        let dependencies = FrontDependencies(
            configuration: configuration,
            database: database,
            blobs: MemoryBlobStore(),
            authentication: authentication,
            now: { clock.now }
        )
        try await database.migrate(FrontDependencies.migrations)
        for name in ["alice", "bob", "admin"] { try await addUser(name, to: dependencies) }
        let service =
            assemble?(dependencies)
            ?? FrontService(
                dependencies: dependencies,
                writeHook: hook,
                extensions: extensions,
                registry: PrometheusRegistry(),
                logger: .silent
            )
        try await service.publicListener.application.test(setup) { client in
            try await body(
                TestFront(dependencies: dependencies, service: service, clock: clock, client: client)
            )
        }
        try await database.close()
    }

    private static func addUser(_ name: String, to dependencies: FrontDependencies) async throws {
        let cheap = try #require(ScryptParameters(logCost: 4, blockSize: 8, parallelism: 1))
        let user = NewUser(
            uid: try #require(UserID(parsing: name)),
            displayName: name.capitalized,
            passwordHash: PasswordHash(hashing: name, parameters: cheap).encoded,
            addresses: ["mailto:\(name)@example.com"],
            isAdministrator: name == "admin"
        )
        let now = dependencies.now()
        _ = try await dependencies.database.write { txn in
            try dependencies.calendars.createUser(user, now: now, in: txn)
        }
    }

    /// Sends a request and returns the answer.
    func send(
        _ method: String,
        _ uri: String,
        as user: String? = "alice",
        password: String? = nil,
        _ headers: [String: String] = [:],
        body: String? = nil
    ) async throws -> TestResponse {
        try await send(method, uri, as: user, password: password, headers, octets: body.map { Array($0.utf8) })
    }

    /// Sends a request with a body of octets and returns the answer.
    func send(
        _ method: String,
        _ uri: String,
        as user: String? = "alice",
        password: String? = nil,
        _ headers: [String: String] = [:],
        octets: [UInt8]?
    ) async throws -> TestResponse {
        var fields = HTTPFields()
        if let user {
            let pair = Data("\(user):\(password ?? user)".utf8).base64EncodedString()
            fields[.authorization] = "Basic \(pair)"
        }
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        return try await client.executeRequest(
            uri: uri,
            method: try #require(HTTPRequest.Method(method)),
            headers: fields,
            body: octets.map { ByteBuffer(bytes: $0) }
        )
    }

    /// Sends a request of alice whose body has no declared length, and returns the head of the answer.
    func sendStream(
        _ method: String,
        _ uri: String,
        _ headers: [String: String] = [:],
        body: RequestBody
    ) async throws -> HTTPResponse {
        try await answer(method, uri, headers, body: body).head
    }

    /// Sends a request of alice whose body has no declared length, and returns the answer before its body is written.
    func answer(
        _ method: String,
        _ uri: String,
        _ headers: [String: String] = [:],
        body: RequestBody
    ) async throws -> Response {
        let credentials = Data("alice:alice".utf8).base64EncodedString()
        var fields: HTTPFields = [.authorization: "Basic \(credentials)"]
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        let head = HTTPRequest(
            method: try #require(HTTPRequest.Method(method)),
            scheme: "http",
            authority: "localhost",
            path: uri,
            headerFields: fields
        )
        let source = ApplicationRequestContextSource(
            channel: NIOAsyncTestingChannel(),
            logger: .silent
        )
        return try await service.publicListener.application.responder
            .respond(to: Request(head: head, body: body), context: ServiceRequestContext(source: source))
    }

    /// Puts an event and returns its entity tag.
    @discardableResult
    func put(_ uri: String, _ event: String, as user: String = "alice") async throws -> String {
        let response = try await send("PUT", uri, as: user, ["Content-Type": "text/calendar"], body: event)
        #expect(response.status == .created || response.status == .noContent, "\(String(buffer: response.body))")
        return try #require(response.headers[.eTag])
    }
}

extension Logger {
    /// A logger that writes nothing.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
