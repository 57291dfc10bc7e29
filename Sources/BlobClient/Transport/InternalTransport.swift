import AsyncHTTPClient
import BlobAPI
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1

/// Sends internal calls: bearer secret, request ID, deadline, and problem documents.
///
/// Streams have connections of their own, which may be busy for hours: short calls never queue behind them. A connection
/// whose host is gone is found out by ``HostWatch``, however long its answer may take.
///
/// Owns its connections; ``shutdown()`` closes them and must be called before the last owner lets go.
final class InternalTransport: Sendable {
    private let calls: HTTPClient
    private let streams: HTTPClient
    private let logger: Logger

    /// Creates a transport without connections.
    init(options: BlobClientOptions, logger: Logger) {
        calls = Self.client(options, idleTimeout: min(options.callTimeout, options.idleTimeout))
        streams = Self.client(options, idleTimeout: options.idleTimeout)
        self.logger = logger
    }

    /// Sends a call and returns its successful answer, whose body is still to be read.
    ///
    /// - Throws: `APIProblem` as the service answered it, ``TransportError`` when there was no such answer, and
    ///   `CancellationError`.
    func send(_ request: InternalRequest) async throws -> HTTPClientResponse {
        let timeout = Self.remaining(of: request.timeout)
        guard timeout > .zero else { throw APIProblem(.deadlineExceeded) }
        let response = try await exchange(request, timeout: timeout)
        guard (200..<300).contains(response.status.code) else { throw await Self.problem(of: response) }
        return response
    }

    /// Closes all connections.
    func shutdown() async throws {
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await calls.shutdown()) } catch { outcome = .failure(error) }
        try await streams.shutdown()
        try outcome.get()
    }

    private func exchange(_ request: InternalRequest, timeout: Duration) async throws -> HTTPClientResponse {
        let client = request.isStream ? streams : calls
        do {
            return try await client.execute(clientRequest(request, timeout: timeout), timeout: TimeAmount(timeout))
        } catch {
            try Task.checkCancellation()
            logger.debug(
                "internal call failed",
                metadata: ["operation": "\(request.operation)", "error": "\(error)"]
            )
            throw TransportError(wrapping: error)
        }
    }

    private func clientRequest(_ request: InternalRequest, timeout: Duration) -> HTTPClientRequest {
        var result = HTTPClientRequest(url: request.peer.base + request.target)
        result.method = HTTPMethod(rawValue: request.operation.method.rawValue)
        result.headers = headers(for: request, timeout: timeout)
        switch request.body {
        case .none: break
        case .json(let text):
            result.headers.add(name: "content-type", value: APICoding.mediaType)
            result.body = .bytes(ByteBuffer(bytes: text))
        // Written right behind the head; a stream is a task of its own, which waits to be asked.
        case .buffers(let buffers) where buffers.count == 1: result.body = .bytes(buffers[0])
        case .buffers(let buffers):
            let count = buffers.reduce(0) { $0 + Int64($1.readableBytes) }
            result.body = .stream(BufferSequence(buffers: buffers), length: .known(count))
        }
        return result
    }

    private func headers(for request: InternalRequest, timeout: Duration) -> HTTPHeaders {
        var headers: HTTPHeaders = [
            "authorization": "Bearer \(request.peer.secret.current)",
            "attache-deadline": DeadlineField(remaining: timeout).fieldValue,
        ]
        if let requestID = InternalCall.current?.requestID {
            headers.add(name: "attache-request-id", value: requestID)
        }
        if let epoch = request.epoch {
            headers.add(name: "attache-shard-map-epoch", value: String(epoch))
        }
        for field in request.fields {
            headers.add(name: field.name.rawName, value: field.value)
        }
        if let range = request.range {
            headers.add(name: "range", value: "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
        }
        return headers
    }

    /// The problem document of an answer, or one made from its status when it carries none of ours.
    private static func problem(of response: HTTPClientResponse) async -> any Error {
        let body = try? await response.body.collect(upTo: APICoding.maximumBytes)
        if let body, let problem = try? APICoding.decode(APIProblem.self, from: Array(body.readableBytesView)) {
            return problem
        }
        return TransportError.unexpectedStatus(Int(response.status.code))
    }

    /// The shorter of a call's own limit and what the request on whose behalf it is made has left.
    private static func remaining(of timeout: Duration) -> Duration {
        guard let deadline = InternalCall.current?.deadline else { return timeout }
        return min(timeout, ContinuousClock.now.duration(to: deadline))
    }

    private static func client(_ options: BlobClientOptions, idleTimeout: Duration) -> HTTPClient {
        HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration(options, idleTimeout))
    }

    private static func configuration(
        _ options: BlobClientOptions,
        _ idleTimeout: Duration
    ) -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool(idleTimeout: .seconds(30))
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.connectionsPerNode
        // A refused connection is reported at once; the caller decides whether to try again.
        pool.retryConnectionEstablishment = false
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(options.connectTimeout), read: TimeAmount(idleTimeout)),
            connectionPool: pool
        )
        configuration.httpVersion = .http1Only
        let silenceLimit = options.silenceLimit
        configuration.http1_1ConnectionDebugInitializer = { channel in
            FlushGatherer.begin(on: channel).flatMap { HostWatch.begin(on: channel, limit: silenceLimit) }
        }
        return configuration
    }
}
