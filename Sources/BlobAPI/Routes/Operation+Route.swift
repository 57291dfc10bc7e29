package import HTTPTypes

extension Operation {
    /// The request method of the operation.
    package var method: HTTPRequest.Method {
        switch self {
        case .putReference: .put
        case .releaseReference: .delete
        case .authorizeDownload: .post
        case .readReference, .readBlob, .describeBlob, .nodeStatus, .nodeAssignment, .shardMap, .liveness, .readiness,
            .metrics:
            .get
        }
    }

    /// The route template, with parameters in braces as both OpenAPI and the router write them.
    package var template: String {
        switch self {
        case .putReference, .readReference, .releaseReference:
            "/internal/v1/domains/{domain}/references/{reference}"
        case .readBlob: "/internal/v1/domains/{domain}/blobs/{blob}"
        case .describeBlob: "/internal/v1/domains/{domain}/blobs/{blob}/description"
        case .nodeStatus: "/internal/v1/status"
        case .nodeAssignment: "/internal/v1/nodes/{node}/assignment"
        case .shardMap: "/internal/v1/shard-map"
        case .authorizeDownload: "/internal/v1/download-authorizations"
        case .liveness: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        }
    }

    /// The services whose internal listener answers the operation.
    package var servers: Set<Server> {
        switch self {
        case .putReference, .readReference, .releaseReference, .readBlob, .describeBlob, .nodeStatus: [.node]
        case .nodeAssignment, .shardMap, .authorizeDownload: [.front]
        case .liveness, .readiness, .metrics: [.node, .front]
        }
    }

    /// Whether a caller has to present its bearer secret.
    package var needsSecret: Bool {
        switch self {
        case .liveness, .readiness, .metrics: false
        case .putReference, .readReference, .releaseReference, .readBlob, .describeBlob, .nodeStatus, .nodeAssignment,
            .shardMap, .authorizeDownload:
            true
        }
    }

    /// Whether the operation depends on where a domain is placed, so that the call carries its epoch.
    package var dependsOnPlacement: Bool {
        switch self {
        case .putReference, .readReference, .releaseReference, .readBlob, .describeBlob: true
        case .nodeStatus, .nodeAssignment, .shardMap, .authorizeDownload, .liveness, .readiness, .metrics: false
        }
    }

    /// A service that answers internal calls.
    package enum Server: Hashable, Sendable {
        /// A blob node.
        case node
        /// The CalDAV front.
        case front
    }
}
