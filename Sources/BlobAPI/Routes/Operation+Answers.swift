extension Operation {
    /// The statuses of success, in ascending order.
    package var successes: [Int] {
        switch self {
        case .putReference: [200, 201]
        case .releaseReference: [204]
        case .readBlob: [200, 206]
        case .readReference, .describeBlob, .nodeStatus, .nodeAssignment, .shardMap, .authorizeDownload, .liveness,
            .readiness, .metrics:
            [200]
        }
    }

    /// The error codes that the operation may answer with, beside ``ErrorCode/internal``.
    package var errors: Set<ErrorCode> {
        switch self {
        case .putReference:
            Self.placement.union([.referenceConflict, .tooLarge, .bodyFailed, .insufficientSpace])
        case .readReference: Self.placement.union([.referenceNotFound])
        case .releaseReference: Self.placement.union([.insufficientSpace])
        case .readBlob: Self.placement.union([.blobNotFound, .rangeNotSatisfiable, .corrupt])
        case .describeBlob: Self.placement.union([.blobNotFound, .corrupt])
        case .nodeStatus, .shardMap: Self.guarded
        case .nodeAssignment: Self.guarded.union([.peerForbidden, .nodeUnknown])
        case .authorizeDownload:
            Self.guarded.union([
                .malformed, .credentialsRequired, .accessDenied, .attachmentNotFound, .attachmentGone, .tooManyAttempts,
            ])
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

    /// What every operation on a domain may answer.
    private static let placement = guarded.union([.malformed, .staleShardMap, .misplaced])
}
