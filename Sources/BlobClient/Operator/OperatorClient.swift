package import BlobAPI
package import BlobModel
package import Logging

/// The operator's way to one node: its shards, the jobs on them, and the purge of a domain.
///
/// Owns its connections: call ``shutdown()`` when done. Sends each call once.
package final class OperatorClient: Sendable {
    /// The time for a purge, which a large domain takes a while for; it may be sent again after that.
    private static let purgeTimeout: Duration = .seconds(3600)

    private let peer: InternalPeer
    private let options: BlobClientOptions
    private let transport: InternalTransport

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - base: The URL of its internal listener, with or without a trailing slash.
    ///   - secret: The operator's secret, of which the node sees only what is derived for it.
    ///   - options: The limits of the calls.
    ///   - logger: Where failed calls are noted.
    package init(
        node: NodeID,
        base: String,
        secret: PeerSecret,
        options: BlobClientOptions = BlobClientOptions(),
        logger: Logger
    ) {
        peer = InternalPeer(base: base, secret: secret.shown(to: node))
        self.options = options
        var patient = options
        // Nothing comes before a purge is done.
        patient.idleTimeout = max(patient.idleTimeout, Self.purgeTimeout)
        transport = InternalTransport(options: patient, logger: logger)
    }

    /// Returns what the node tells of all its shards.
    ///
    /// - Throws: ``OperatorClientError`` and `CancellationError`.
    package func shards() async throws -> ShardList {
        try await call(.listShards, Operation.listShards.template)
    }

    /// Returns what the node tells of one shard.
    ///
    /// - Throws: ``OperatorClientError`` and `CancellationError`.
    package func details(of shard: ShardID) async throws -> ShardDetails {
        try await call(.shardStatus, InternalPath.shard(shard))
    }

    /// Asks for a job on a shard, and returns at once.
    ///
    /// A job that runs already is not begun again.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - shard: The shard.
    ///   - order: What the operator decides about a recount; other jobs ignore it.
    /// - Returns: Where the job stands.
    /// - Throws: ``OperatorClientError`` and `CancellationError`.
    package func start(
        _ job: ShardJob,
        on shard: ShardID,
        order: RecountOrder = RecountOrder()
    ) async throws -> ShardJobStatus {
        guard let operation = Operation(starting: job), let path = InternalPath.job(job, on: shard) else {
            throw OperatorClientError.notStartable(job)
        }
        let body: InternalRequest.Body = job == .recount ? .json(try APICoding.encode(order)) : .none
        return try await call(operation, path, body: body)
    }

    /// Removes everything that a domain has from the node, or tells what that would be.
    ///
    /// Sending the same order again removes what is left.
    ///
    /// - Parameters:
    ///   - domain: The domain.
    ///   - order: What is to be done.
    ///   - epoch: The epoch of the shard map by which the node was chosen.
    /// - Returns: What was removed.
    /// - Throws: ``OperatorClientError`` and `CancellationError`.
    package func purge(_ domain: DedupDomain, order: PurgeOrder, epoch: UInt64) async throws -> PurgeAnswer {
        var request = InternalRequest(
            operation: .purgeDomain,
            peer: peer,
            target: InternalPath.purge(of: domain),
            timeout: Self.purgeTimeout
        )
        request.epoch = epoch
        request.body = .json(try APICoding.encode(order))
        return try await send(request)
    }

    /// Closes all connections; calls that are running fail.
    package func shutdown() async throws {
        try await transport.shutdown()
    }

    private func call<Value: Decodable>(
        _ operation: Operation,
        _ target: String,
        body: InternalRequest.Body = .none
    ) async throws -> Value {
        try await send(
            InternalRequest(
                operation: operation,
                peer: peer,
                target: target,
                timeout: options.callTimeout,
                body: body
            )
        )
    }

    private func send<Value: Decodable>(_ request: InternalRequest) async throws -> Value {
        do {
            let response = try await transport.send(request)
            return try await response.json(Value.self, of: request.operation)
        } catch let problem as APIProblem {
            throw OperatorClientError.refused(problem)
        } catch let error as TransportError {
            throw OperatorClientError.unavailable(error.reason)
        }
    }
}
