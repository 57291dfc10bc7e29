package import BlobAPI
package import BlobModel
package import Logging

extension OperatorClient {
    /// Runs a body with a client of a node, and closes its connections after it.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - base: The URL of its internal listener.
    ///   - secret: The operator's secret.
    ///   - options: The limits of the calls.
    ///   - logger: Where failed calls are noted.
    ///   - body: What to do at the node.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws.
    package static func with<Value>(
        node: NodeID,
        base: String,
        secret: PeerSecret,
        options: BlobClientOptions = BlobClientOptions(),
        logger: Logger,
        _ body: (OperatorClient) async throws -> Value
    ) async throws -> Value {
        let client = OperatorClient(node: node, base: base, secret: secret, options: options, logger: logger)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(client)) } catch { outcome = .failure(error) }
        try? await client.shutdown()
        return try outcome.get()
    }
}
