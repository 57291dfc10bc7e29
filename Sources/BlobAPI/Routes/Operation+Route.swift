package import HTTPTypes

extension Operation {
    /// The request method of the operation.
    package var method: HTTPRequest.Method {
        switch self {
        case .putReference, .commitUpload: .put
        case .releaseReference, .abandonUpload: .delete
        case .appendUpload: .patch
        case .createUpload, .authorizeDownload, .openUploadGrant, .renewUploadGrant, .completeUploadGrant,
            .abandonUploadGrant, .recountReferences, .collectShard, .compactShard, .scrubShard, .recountShard,
            .purgeDomain:
            .post
        case .readReference, .readUpload, .readBlob, .describeBlob, .nodeStatus, .nodeAssignment, .shardMap,
            .listShards, .shardStatus, .liveness, .readiness, .metrics:
            .get
        }
    }

    /// The route template, with parameters in braces as both OpenAPI and the router write them.
    package var template: String {
        switch self {
        case .putReference, .readReference, .releaseReference:
            "/internal/v1/domains/{domain}/references/{reference}"
        case .createUpload: "/internal/v1/domains/{domain}/uploads"
        case .readUpload, .appendUpload, .abandonUpload: "/internal/v1/domains/{domain}/uploads/{session}"
        case .commitUpload: "/internal/v1/domains/{domain}/uploads/{session}/references/{reference}"
        case .readBlob: "/internal/v1/domains/{domain}/blobs/{blob}"
        case .describeBlob: "/internal/v1/domains/{domain}/blobs/{blob}/description"
        case .nodeStatus: "/internal/v1/status"
        case .nodeAssignment: "/internal/v1/nodes/{node}/assignment"
        case .shardMap: "/internal/v1/shard-map"
        case .authorizeDownload: "/internal/v1/download-authorizations"
        case .openUploadGrant: "/internal/v1/upload-grants/{reference}/opening"
        case .renewUploadGrant: "/internal/v1/upload-grants/{reference}/renewal"
        case .completeUploadGrant: "/internal/v1/upload-grants/{reference}/completion"
        case .abandonUploadGrant: "/internal/v1/upload-grants/{reference}/abandonment"
        case .recountReferences: "/internal/v1/recounts"
        case .listShards: "/internal/v1/shards"
        case .shardStatus: "/internal/v1/shards/{shard}"
        case .collectShard: "/internal/v1/shards/{shard}/collection"
        case .compactShard: "/internal/v1/shards/{shard}/compaction"
        case .scrubShard: "/internal/v1/shards/{shard}/scrub"
        case .recountShard: "/internal/v1/shards/{shard}/recount"
        case .purgeDomain: "/internal/v1/domains/{domain}/purge"
        case .liveness: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        }
    }

    /// The services whose internal listener answers the operation.
    package var servers: Set<Server> {
        switch self {
        case .putReference, .readReference, .releaseReference, .createUpload, .readUpload, .appendUpload,
            .commitUpload, .abandonUpload, .readBlob, .describeBlob, .nodeStatus, .listShards, .shardStatus,
            .collectShard, .compactShard, .scrubShard, .recountShard, .purgeDomain:
            [.node]
        case .nodeAssignment, .shardMap, .authorizeDownload, .openUploadGrant, .renewUploadGrant,
            .completeUploadGrant, .abandonUploadGrant, .recountReferences:
            [.front]
        case .liveness, .readiness, .metrics: [.node, .front]
        }
    }

    /// Whether a caller has to present its bearer secret.
    package var needsSecret: Bool {
        caller != .anyone
    }

    /// Whether the operation depends on where a domain is placed, so that the call carries its epoch.
    package var dependsOnPlacement: Bool {
        switch self {
        case .putReference, .readReference, .releaseReference, .createUpload, .readUpload, .appendUpload,
            .commitUpload, .abandonUpload, .readBlob, .describeBlob, .purgeDomain:
            true
        case .nodeStatus, .nodeAssignment, .shardMap, .authorizeDownload, .openUploadGrant, .renewUploadGrant,
            .completeUploadGrant, .abandonUploadGrant, .recountReferences, .listShards, .shardStatus, .collectShard,
            .compactShard, .scrubShard, .recountShard, .liveness, .readiness, .metrics:
            false
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
