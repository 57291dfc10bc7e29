/// The stable `code` member of a problem document (RFC 9457 §3.2): what programs decide by.
package enum ErrorCode: String, Codable, CaseIterable, Sendable {
    /// An identifier, parameter, header field, or body is not what the contract says.
    case malformed
    /// The bearer secret is missing or unknown.
    case peerUnauthenticated = "peer-unauthenticated"
    /// The bearer secret is good, but not for this route or node.
    case peerForbidden = "peer-forbidden"
    /// The node is not in the shard map.
    case nodeUnknown = "node-unknown"
    /// The caller's shard map is older than the answering node's; `shardMap` carries the newer one.
    case staleShardMap = "stale-shard-map"
    /// The domain's shard is not on the answering node.
    case misplaced
    /// The answering node has no such shard.
    case shardNotFound = "shard-not-found"
    /// The caller belongs to another deployment than the one that answers.
    case foreignDeployment = "foreign-deployment"
    /// The operator has suspended recounts, as after a restore.
    case recountsSuspended = "recounts-suspended"
    /// The domain holds no such blob.
    case blobNotFound = "blob-not-found"
    /// The domain held the blob, which was deleted.
    case blobGone = "blob-gone"
    /// The key of the domain was erased: it stores nothing any more.
    case domainErased = "domain-erased"
    /// The domain holds no such reference.
    case referenceNotFound = "reference-not-found"
    /// The reference already keeps other bytes alive.
    case referenceConflict = "reference-conflict"
    /// The domain has no such upload session, or has it no more.
    case uploadNotFound = "upload-not-found"
    /// The part, or the end of the upload, is not where the durable bytes end; `offset` says where.
    case offsetMismatch = "offset-mismatch"
    /// Another request is using the upload session.
    case uploadBusy = "upload-busy"
    /// The body passed the caller's limit.
    case tooLarge = "too-large"
    /// The body ended early or broke off.
    case bodyFailed = "body-failed"
    /// No byte of the blob lies in the range that was asked for.
    case rangeNotSatisfiable = "range-not-satisfiable"
    /// A condition of the request does not hold (RFC 9110 §15.5.13).
    case preconditionFailed = "precondition-failed"
    /// Stored bytes do not match their content ID.
    case corrupt
    /// The shard has no space left for writing.
    case insufficientSpace = "insufficient-space"
    /// The service cannot do its work now; a later try may succeed.
    case unavailable
    /// The caller's deadline passed before the answer was there.
    case deadlineExceeded = "deadline-exceeded"
    /// The client has to authenticate; the challenge is in `challenge`.
    case credentialsRequired = "credentials-required"
    /// The client's credentials came over a connection that could be overheard.
    case credentialsInsecure = "credentials-insecure"
    /// The authenticated principal may not read the attachment.
    case accessDenied = "access-denied"
    /// There is no such attachment.
    case attachmentNotFound = "attachment-not-found"
    /// The attachment has been removed.
    case attachmentGone = "attachment-gone"
    /// Too many failures from this client; `retryAfter` says when to try again.
    case tooManyAttempts = "too-many-attempts"
    /// There is no grant of this name, or none any more.
    case grantUnknown = "grant-unknown"
    /// The grant was used before, or has ended.
    case grantSpent = "grant-spent"
    /// The request has a body without a length (RFC 9110 §15.5.12).
    case lengthRequired = "length-required"
    /// The body has another length than the signed URL says.
    case size
    /// The body has a content coding (RFC 9110 §15.5.16).
    case contentCoding = "content-coding"
    /// The signature of a signed URL does not match.
    case signature
    /// The signed URL has expired.
    case expired
    /// The signing key of a signed URL is unknown or no longer valid.
    case key
    /// The route exists, but not with this method.
    case methodNotAllowed = "method-not-allowed"
    /// There is no such route.
    case routeNotFound = "route-not-found"
    /// A fault of the service.
    case `internal`
}
