import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Fetches a JWK Set (RFC 7517 §5) from a URL; owns its connections.
struct TokenKeyFetcher: Sendable {
    private let url: String
    private let client: HTTPClient

    /// Makes the fetcher of what is at a URL; it is ended by ``shutdown()``.
    init(url: String) {
        self.url = url
        // A redirect could lead to whoever answers it.
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Fetches the document, which takes ten seconds at most.
    ///
    /// - Returns: Its text.
    /// - Throws: `TokenKeyError.status` for another status than 200, a redirection too; `NIOTooManyBytesError` for more than
    ///   ``TokenKeyDocument/maximumBytes``; the client's error.
    func document() async throws -> String {
        let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(10))
        guard response.status == .ok else { throw TokenKeyError.status(Int(response.status.code)) }
        return String(buffer: try await response.body.collect(upTo: TokenKeyDocument.maximumBytes))
    }

    /// Closes the connections.
    ///
    /// - Throws: The client's error.
    func shutdown() async throws {
        try await client.shutdown()
    }
}
