import BlobAPI

/// The secrets of the services of `attache dev`, each in a file of its own.
struct DevSecrets: Sendable {
    /// The front's.
    let front: PeerSecret

    /// The operator's, by which `attache shard` and `attache domain` prove themselves to the nodes.
    let operators: PeerSecret

    /// The nodes', in their order.
    let nodes: [PeerSecret]

    /// Reads the secrets; those that are missing are made.
    ///
    /// - Throws: `SecretFileError`; `PeerSecretError`.
    init(_ plan: DevPlan) throws {
        front = try plan.files.peerSecret(of: "front")
        operators = try plan.files.peerSecret(of: "operator")
        nodes = try plan.nodes.map { try plan.files.peerSecret(of: $0.name) }
    }
}
