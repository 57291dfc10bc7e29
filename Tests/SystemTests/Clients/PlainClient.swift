import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends requests and follows no redirects, so that a story sees every answer.
struct PlainClient: Sendable {
    private let client: HTTPClient

    /// The greatest body that is collected.
    private static let maximumBody = 64 << 20

    /// Makes a client for the time of a body.
    ///
    /// - Parameters:
    ///   - connections: How many requests to one server can be under way at a time.
    ///   - body: Uses the client.
    /// - Returns: What the body returned.
    /// - Throws: What the body threw.
    static func with<Value: Sendable>(
        connections: Int = 8,
        _ body: (PlainClient) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.redirectConfiguration = .disallow
        // A port that nobody listens at is an answer, too.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(5)
        configuration.timeout.read = .seconds(60)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let value = try await body(PlainClient(client: client))
            try await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    /// Sends a request and collects the answer.
    func send(
        _ method: HTTPMethod,
        _ url: String,
        _ headers: HTTPHeaders = [:],
        body: HTTPClientRequest.Body? = nil
    ) async throws -> Answer {
        let response = try await begin(method, url, headers, body: body)
        let bytes = try await response.body.collect(upTo: Self.maximumBody)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers,
            body: Array(bytes.readableBytesView)
        )
    }

    /// Sends a request and returns the answer as soon as its head is there.
    func begin(
        _ method: HTTPMethod,
        _ url: String,
        _ headers: HTTPHeaders = [:],
        body: HTTPClientRequest.Body? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers = headers
        request.body = body
        return try await client.execute(request, timeout: .seconds(120))
    }

    /// Returns the status of a GET, or nil when there was no answer.
    func status(of url: String) async -> Int? {
        try? await send(.GET, url).status
    }
}
