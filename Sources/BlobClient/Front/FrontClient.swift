import AsyncHTTPClient
package import BlobAPI
package import BlobModel
package import Logging

/// A node's way to the front: its assignment, and leave for downloads.
///
/// Owns its connections: call ``shutdown()`` when done. Sends each call once; the node's own loop asks again.
package final class FrontClient: Sendable {
    /// The limits of the calls.
    let options: BlobClientOptions

    private let peer: InternalPeer
    private let node: NodeID
    private let transport: InternalTransport

    /// The connections of completions, whose answer may be a long time away.
    private let completions: InternalTransport

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - base: The URL of the front's internal listener, with or without a trailing slash.
    ///   - node: The node that asks.
    ///   - secret: The secret by which the front knows the node.
    ///   - options: The limits of the calls.
    ///   - logger: Where failed calls are noted.
    package init(
        base: String,
        node: NodeID,
        secret: PeerSecret,
        options: BlobClientOptions = BlobClientOptions(),
        logger: Logger
    ) {
        peer = InternalPeer(base: base, secret: secret)
        self.node = node
        self.options = options
        transport = InternalTransport(options: options, logger: logger)
        var patient = options
        patient.idleTimeout = max(patient.idleTimeout, Self.completionTimeout)
        completions = InternalTransport(options: patient, logger: logger)
    }

    /// Returns what the front assigns to the node now.
    ///
    /// - Throws: ``FrontClientError`` and `CancellationError`.
    package func assignment() async throws -> NodeAssignment {
        try await call(.nodeAssignment, InternalPath.assignment(of: node))
    }

    /// Returns the current shard map.
    ///
    /// - Throws: ``FrontClientError`` and `CancellationError`.
    package func shardMap() async throws -> ShardMap {
        try await call(.shardMap, Operation.shardMap.template)
    }

    /// Asks whether a client may download an attachment; the answer must not be cached.
    ///
    /// - Throws: ``FrontClientError``, as ``FrontClientError/refused(_:)`` with the challenge when the client has to
    ///   authenticate, and `CancellationError`.
    package func authorizeDownload(_ request: DownloadAuthorizationRequest) async throws -> DownloadAuthorization {
        try await call(
            .authorizeDownload,
            Operation.authorizeDownload.template,
            body: .json(try APICoding.encode(request))
        )
    }

    /// Asks which of some references do not exist.
    ///
    /// - Throws: ``FrontClientError``, also while recounts are suspended, and `CancellationError`.
    package func recount(_ question: RecountQuestion) async throws -> RecountAnswer {
        try await call(
            .recountReferences,
            Operation.recountReferences.template,
            body: .json(try APICoding.encode(question))
        )
    }

    /// Closes all connections; calls that are running fail.
    package func shutdown() async throws {
        do {
            try await transport.shutdown()
        } catch {
            try await completions.shutdown()
            throw error
        }
        try await completions.shutdown()
    }

    private func call<Value: Decodable>(
        _ operation: Operation,
        _ target: String,
        body: InternalRequest.Body = .none
    ) async throws -> Value {
        try await exchange(operation, target, timeout: options.callTimeout, body: body) { response in
            try await response.json(Value.self, of: operation)
        }
    }

    /// Makes a call and reads its answer.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - target: The path.
    ///   - timeout: The time until the head of the answer must be there.
    ///   - body: What the call carries.
    ///   - read: Reads the successful answer.
    /// - Returns: What was read.
    /// - Throws: ``FrontClientError`` and `CancellationError`.
    func exchange<Value>(
        _ operation: Operation,
        _ target: String,
        timeout: Duration,
        body: InternalRequest.Body,
        _ read: (HTTPClientResponse) async throws -> Value
    ) async throws -> Value {
        do {
            let request = InternalRequest(
                operation: operation,
                peer: peer,
                target: target,
                timeout: timeout,
                body: body
            )
            let transport = operation == .completeUploadGrant ? completions : transport
            return try await read(transport.send(request))
        } catch let problem as APIProblem {
            throw FrontClientError.refused(problem)
        } catch let error as TransportError {
            throw FrontClientError.unavailable(error.reason)
        }
    }
}
