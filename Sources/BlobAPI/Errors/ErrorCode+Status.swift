extension ErrorCode {
    /// The HTTP status that the code is answered with.
    package var status: Int {
        switch self {
        case .malformed, .bodyFailed: 400
        case .peerUnauthenticated, .credentialsRequired: 401
        case .peerForbidden, .credentialsInsecure, .accessDenied, .signature, .expired, .key, .size: 403
        case .nodeUnknown, .shardNotFound, .blobNotFound, .referenceNotFound, .uploadNotFound, .attachmentNotFound,
            .grantUnknown, .routeNotFound:
            404
        case .methodNotAllowed: 405
        case .staleShardMap, .foreignDeployment, .referenceConflict, .offsetMismatch, .uploadBusy, .grantSpent: 409
        // RFC 9110 §15.5.11: 410 says that "this condition is likely to be permanent". A 409 (§15.5.10) would be for what
        // "the user might be able to resolve"; nobody brings an erased key back.
        case .attachmentGone, .blobGone, .domainErased: 410
        case .lengthRequired: 411
        case .preconditionFailed: 412
        case .tooLarge: 413
        case .contentCoding: 415
        case .rangeNotSatisfiable: 416
        case .misplaced: 421
        case .tooManyAttempts: 429
        case .corrupt, .internal: 500
        case .unavailable, .recountsSuspended: 503
        case .deadlineExceeded: 504
        case .insufficientSpace: 507
        }
    }

    /// The summary of the problem: the same sentence for every occurrence (RFC 9457 §3.1.3).
    package var title: String {
        switch self {
        case .malformed: "The request is malformed."
        case .peerUnauthenticated: "The bearer secret is missing or unknown."
        case .peerForbidden: "The bearer secret is not good for this route."
        case .nodeUnknown: "The node is not in the shard map."
        case .staleShardMap: "The caller's shard map is out of date."
        case .misplaced: "The domain's shard is not on this node."
        case .shardNotFound: "The node has no such shard."
        case .foreignDeployment: "The caller belongs to another deployment."
        case .recountsSuspended: "Recounts are suspended."
        case .blobNotFound: "The domain holds no such blob."
        case .blobGone: "The blob was deleted."
        case .domainErased: "The key of the domain was erased."
        case .referenceNotFound: "The domain holds no such reference."
        case .referenceConflict: "The reference already names other bytes."
        case .uploadNotFound: "The domain has no such upload session."
        case .offsetMismatch: "The upload session is at another offset."
        case .uploadBusy: "Another request is using the upload session."
        case .tooLarge: "The body is larger than allowed."
        case .bodyFailed: "The body broke off."
        case .rangeNotSatisfiable: "No byte lies in the range."
        case .preconditionFailed: "A condition of the request does not hold."
        case .corrupt: "The stored bytes are damaged."
        case .insufficientSpace: "There is no space left for writing."
        case .unavailable: "The service cannot answer now."
        case .deadlineExceeded: "The deadline has passed."
        case .credentialsRequired: "Authentication is required."
        case .credentialsInsecure: "Credentials are not accepted over this connection."
        case .accessDenied: "The attachment may not be read by this principal."
        case .attachmentNotFound: "There is no such attachment."
        case .attachmentGone: "The attachment has been removed."
        case .tooManyAttempts: "There were too many failed attempts."
        case .grantUnknown: "There is no such grant."
        case .grantSpent: "The grant is spent."
        case .lengthRequired: "The length of the body is missing."
        case .size: "The body has another length than was granted."
        case .contentCoding: "Content codings are not supported."
        case .signature: "The signature does not match."
        case .expired: "The link has expired."
        case .key: "The signing key is not valid."
        case .methodNotAllowed: "The method is not allowed here."
        case .routeNotFound: "There is nothing here."
        case .internal: "The service failed."
        }
    }

    /// Whether the same call may succeed later without any change.
    package var isWorthRetrying: Bool {
        switch self {
        case .unavailable, .recountsSuspended, .deadlineExceeded, .staleShardMap, .misplaced: true
        default: false
        }
    }
}
