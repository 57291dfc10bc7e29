import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOSSL
import ServiceLifecycle
import ServiceSupport

@testable import BlobService

extension NodeScene {
    /// Runs the public listener on a port of its own while a client talks to it over one connection.
    ///
    /// - Parameters:
    ///   - tls: What the client expects of TLS, or nil for a plain connection.
    ///   - body: What the client does.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws, and what keeps the listener from running.
    func converse<Value: Sendable>(
        tls: TLSConfiguration? = nil,
        _ body: @escaping @Sendable (TestClient) async throws -> Value
    ) async throws -> Value {
        try await listen { try await Self.talk(to: $0, tls, body) }
    }

    /// Runs the public listener on a port of its own while a client talks to it in its own way.
    ///
    /// - Parameters:
    ///   - pause: The time between two words to the front that an upload goes on, or nil for the usual one.
    ///   - body: What the client does with the port.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws, and what keeps the listener from running.
    func listen<Value: Sendable>(
        renewingEvery pause: Duration? = nil,
        _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> Value {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var routes = NodeRoutes(node: access, configuration: configuration)
        if let pause { routes.grantPatience.renewalPause = pause }
        let listener = routes.publicListener(logger: logger)
        let group = ServiceGroup(configuration: .init(services: [listener], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try await listener.boundPort()
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(port))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    private static func talk<Value: Sendable>(
        to port: Int,
        _ tls: TLSConfiguration?,
        _ body: @escaping @Sendable (TestClient) async throws -> Value
    ) async throws -> Value {
        try await TestClient.withClient(
            host: "127.0.0.1",
            port: port,
            // RFC 6066 §3: literal addresses "are not permitted" as the name that a client asks for.
            configuration: .init(tlsConfiguration: tls, timeout: .seconds(60), serverName: "localhost"),
            operation: body
        )
    }
}

extension TestClient {
    /// Sends a GET with a Host field, and returns the answer.
    func fetch(_ uri: String, headers: HTTPFields = [:]) async throws -> TestClient.Response {
        try await execute(TestClient.Request(uri, method: .get, authority: "localhost", headers: headers))
    }
}
