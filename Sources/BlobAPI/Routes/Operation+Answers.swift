extension Operation {
    /// The statuses of success, in ascending order.
    package var successes: [Int] {
        switch self {
        case .putReference, .commitUpload: [200, 201]
        case .createUpload: [201]
        case .releaseReference, .abandonUpload, .renewUploadGrant, .abandonUploadGrant: [204]
        case .collectShard, .compactShard, .scrubShard, .recountShard: [202]
        case .readBlob: [200, 206]
        case .readReference, .readUpload, .appendUpload, .describeBlob, .nodeStatus, .nodeAssignment, .shardMap,
            .authorizeDownload, .openUploadGrant, .completeUploadGrant, .recountReferences, .listShards, .shardStatus,
            .purgeDomain, .liveness, .readiness, .metrics:
            [200]
        }
    }

    /// The error codes that the operation may answer with, beside ``ErrorCode/internal``.
    package var errors: Set<ErrorCode> {
        switch self {
        case .putReference:
            Self.placement.union([.domainErased, .referenceConflict, .tooLarge, .bodyFailed, .insufficientSpace])
        case .readReference: Self.placement.union([.referenceNotFound, .blobGone])
        case .releaseReference: Self.placement.union([.insufficientSpace])
        case .createUpload: Self.placement.union([.domainErased, .insufficientSpace])
        case .readUpload: Self.placement.union([.uploadNotFound])
        case .appendUpload:
            Self.upload.union([
                .domainErased, .uploadNotFound, .offsetMismatch, .tooLarge, .bodyFailed, .corrupt, .insufficientSpace,
            ])
        case .commitUpload:
            Self.upload.union([
                .domainErased, .uploadNotFound, .offsetMismatch, .referenceConflict, .corrupt, .insufficientSpace,
            ])
        case .abandonUpload: Self.upload
        case .readBlob: Self.placement.union([.blobNotFound, .blobGone, .rangeNotSatisfiable, .corrupt])
        case .describeBlob: Self.placement.union([.blobNotFound, .blobGone, .corrupt])
        case .nodeStatus, .shardMap: Self.guarded
        case .recountReferences: Self.guarded.union([.malformed, .foreignDeployment, .recountsSuspended])
        case .listShards: Self.guarded.union([.peerForbidden])
        case .shardStatus, .collectShard, .compactShard, .scrubShard: Self.shard
        case .recountShard: Self.shard.union([.malformed])
        case .purgeDomain: Self.placement.union([.peerForbidden, .foreignDeployment, .insufficientSpace])
        case .nodeAssignment: Self.guarded.union([.peerForbidden, .nodeUnknown])
        case .authorizeDownload:
            Self.guarded.union([
                .malformed, .credentialsRequired, .accessDenied, .attachmentNotFound, .attachmentGone, .tooManyAttempts,
            ])
        case .openUploadGrant, .renewUploadGrant, .completeUploadGrant:
            Self.guarded.union([.malformed, .peerForbidden, .grantUnknown, .grantSpent])
        case .abandonUploadGrant: Self.guarded.union([.malformed, .peerForbidden, .grantUnknown])
        case .liveness, .readiness, .metrics: []
        }
    }

    /// The statuses of failure that come with a line of text instead of a problem document.
    package var plainFailures: [Int] {
        self == .readiness ? [503] : []
    }

    /// Every status that the operation may answer with, in ascending order.
    package var statuses: [Int] {
        let failures = errors.union(needsSecret ? [.internal] : []).map(\.status)
        return Set(successes + plainFailures + failures).sorted()
    }

    /// What every operation behind a secret may answer.
    private static let guarded: Set<ErrorCode> = [.peerUnauthenticated, .unavailable, .deadlineExceeded]

    /// What every operation on a shard may answer.
    private static let shard = guarded.union([.peerForbidden, .shardNotFound])

    /// What every operation on a domain may answer.
    private static let placement = guarded.union([.malformed, .staleShardMap, .misplaced])

    /// What every operation that changes an upload session may answer.
    private static let upload = placement.union([.uploadBusy])
}
